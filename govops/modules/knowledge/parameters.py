"""What an operator may set for the knowledge base."""

from govops.kernel.parameters import Parameter, declare

SOURCE = "设计缺省（GB/T 28827.1 7.5 只要求全生命周期管理）"
VALID_MONTHS = declare(
    Parameter(
        key="knowledge.valid_months", title="知识条目有效期", default=12, minimum=1, maximum=60, unit=" 个月", source=SOURCE,
        group="知识库", help="发布时未填“有效期至”的条目按此计算；复审通过后同样顺延。",
    )
)  # fmt: skip
REVIEW_DAYS = declare(
    Parameter(
        key="knowledge.review_days", title="知识复审提前天数", default=30, minimum=1, maximum=180, unit=" 天", source=SOURCE,
        group="知识库", help="有效期满前若干天转为待复审；期满仍未复审的自动失效，不再推荐。",
    )
)  # fmt: skip
