from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class CalendarConfig(AppConfig):
    name = "govops.kernel.calendar"
    label = "calendar"
    verbose_name = "工作日历"

    def ready(self) -> None:
        from govops.kernel.calendar.working_time import invalidate

        for model in ("WorkCalendar", "WeeklySegment", "CalendarYear", "DayOverride"):
            for signal in (post_save, post_delete):
                signal.connect(invalidate, sender=self.get_model(model), dispatch_uid=f"calendar.{model}")
