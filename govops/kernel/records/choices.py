from django.db import models


class SecrecyLevel(models.IntegerChoices):
    """Compare by number, never by word (norms.md §4)."""

    PUBLIC = 0, "公开"
    INTERNAL = 1, "内部"
    CONFIDENTIAL = 2, "秘密"
    SECRET = 3, "机密"
    TOP_SECRET = 4, "绝密"


#: Longest secrecy period in years (保守国家秘密法 第二十条).
LONGEST_PERIOD = {SecrecyLevel.CONFIDENTIAL: 10, SecrecyLevel.SECRET: 20, SecrecyLevel.TOP_SECRET: 30}


class NetworkZone(models.TextChoices):
    INTRANET = "intranet", "政务内网"
    EXTRANET = "extranet", "政务外网"
    INTERNET = "internet", "互联网"
    STANDALONE = "standalone", "单机"
