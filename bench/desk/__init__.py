"""The service desk under load: many incidents of Chinese text, and what eight people do with them at once."""
