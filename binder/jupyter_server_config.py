"""The server's settings for the course, used by start.py and by Binder."""

c = get_config()  # noqa: F821 (the server that reads this file provides it)

# Where HTML stands beside a widget, only the HTML is saved: a reopened notebook then shows a table to read
# instead of "Error displaying widget: model not found".
c.ContentsManager.pre_save_hook = "course_utils.notebooks.drop_widget_views"
