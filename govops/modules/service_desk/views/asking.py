"""The short forms of self-service and of the desk: at most six fields, the rest follows."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from govops.kernel.organization.models import Person
from govops.kernel.registers.form_fields import ReferenceField, ReferencesFormField, worded
from govops.kernel.registers.widgets import PickerInput
from govops.modules.configuration.public import ConfigurationItem
from govops.modules.service_catalogue.public import (
    Impact,
    Question,
    QuestionKind,
    ServiceItem,
    Urgency,
    questions_of,
)
from govops.modules.service_desk.models import Incident

#: the words in which people answer, instead of those of the norm
IMPACTS = (
    (Impact.PERSON.value, "只影响我"),
    (Impact.UNIT.value, "影响本部门多人"),
    (Impact.BUREAU.value, "影响全单位"),
)
URGENCIES = (
    (Urgency.HIGH.value, "完全不能工作"),
    (Urgency.MEDIUM.value, "能工作但受影响"),
    (Urgency.LOW.value, "不急，方便时处理"),
)
PREFIX = "question_"


def ids_of(texts: list[str]) -> list[int]:
    """The ids among what a browser sent."""
    return [int(text) for text in texts if text.isdecimal() and len(text) < 19]


def items_field() -> forms.Field:
    """配置项 by number, name or serial number; several."""
    field: Any = Incident._meta.get_field("items")
    return worded(ReferencesFormField(field, required=False), str(field.verbose_name))


class TicketForm(forms.Form):
    """What a reporter says. The extra questions of the service come between his words and how to reach him."""

    look: ClassVar[dict[str, Any]] = {"columns": 1}

    subject = forms.CharField(label="一句话说明", max_length=100, help_text="如：三楼打印机卡纸，重启无效")
    description = forms.CharField(
        label="详细情况", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="什么时候开始、做过什么、有什么提示；可以把截图直接粘贴到下面的附件处",
    )  # fmt: skip
    impact = forms.ChoiceField(
        label="影响到谁", choices=IMPACTS, initial=Impact.PERSON.value, widget=forms.RadioSelect
    )
    urgency = forms.ChoiceField(
        label="影响程度", choices=URGENCIES, initial=Urgency.MEDIUM.value, widget=forms.RadioSelect
    )
    phone = forms.CharField(label="联系电话", max_length=30, required=False)
    location = forms.CharField(
        label="地点",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "如：主楼 305"}),
    )
    applicant = ReferenceField(
        Person.objects.filter(is_active=True).select_related("unit"), label="替谁提出", required=False, widget=PickerInput("people"),
        help_text="替同事提出时填写，进展会告知他；留空即本人。",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        item: ServiceItem | None = None,
        devices: list[ConfigurationItem] | None = None,
        **kwargs: Any,
    ) -> None:
        """`item`: the service asked for; `devices`: what the reporter has in use, to say which one it is about."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        if devices:
            self.fields["items"] = forms.MultipleChoiceField(
                label="是哪台设备", required=False, choices=[(str(one.pk), _device(one)) for one in devices],
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
        self.questions: list[Question] = questions_of(item) if item is not None else []
        for question in self.questions:
            self.fields[f"{PREFIX}{question.key}"] = _field_of(question)
        for field in self.fields.values():
            worded(field, str(field.label))

    @property
    def devices(self) -> forms.BoundField | None:
        """The question which of one's devices it is about, for whoever has any."""
        return self["items"] if "items" in self.fields else None

    @property
    def asked(self) -> list[forms.BoundField]:
        """The extra questions."""
        return [self[f"{PREFIX}{question.key}"] for question in self.questions]

    def answers(self) -> list[dict[str, str]]:
        """What was answered, as the rows of the ticket."""
        found = []
        for question in self.questions:
            value = self.cleaned_data.get(f"{PREFIX}{question.key}")
            text = (
                ""
                if value in (None, "")
                else value.isoformat()
                if hasattr(value, "isoformat")
                else str(value)
            )
            if text:
                found.append({"question": question.title, "answer": text})
        return found

    def data_of_ticket(self) -> dict[str, Any]:
        """What the register's door is given."""
        names = ("subject", "description", "impact", "urgency", "phone", "location")
        given: dict[str, Any] = {name: self.cleaned_data[name] for name in names}
        if applicant := self.cleaned_data.get("applicant"):
            given["applicant"] = applicant.pk
        if "items" in self.fields:
            given["items"] = [int(getattr(one, "pk", one)) for one in self.cleaned_data["items"]]
        return given | {"answers": self.answers()}


def _device(item: ConfigurationItem) -> str:
    """“联想台式机　PZX-2026-0007（在用，主楼 305）”."""
    return f"{item.name}　{item.number}"


def _field_of(question: Question) -> forms.Field:
    options: dict[str, Any] = {"label": question.title, "required": question.required}
    if question.kind == QuestionKind.CHOICE:
        choices = [("", "请选择"), *((one, one) for one in question.choices)]
        return forms.ChoiceField(choices=choices, **options)
    if question.kind == QuestionKind.YES_NO:
        return forms.ChoiceField(choices=(("是", "是"), ("否", "否")), widget=forms.RadioSelect, **options)
    if question.kind == QuestionKind.DATE:
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)
    return forms.CharField(max_length=300, **options)
