# Every target is a command of start.py, which Windows can call itself: `python start.py lab`.
PYTHON ?= python3

.PHONY: help lab test quick lock refresh pictures bench

help:      ; @$(PYTHON) start.py
lab:       ; @$(PYTHON) start.py lab $(ARGS)
test:      ; @$(PYTHON) start.py test $(ARGS)
quick:     ; @$(PYTHON) start.py quick
lock:      ; @$(PYTHON) start.py lock $(ARGS)
refresh:   ; @$(PYTHON) start.py refresh
pictures:  ; @$(PYTHON) start.py pictures
bench:     ; @$(PYTHON) start.py bench
