"""What a job does with a large import: try it, or save it; once, wholly or not at all."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from govops.kernel import moment
from govops.kernel.access.actor import Actor, actor_for
from govops.kernel.access.answers import Refused
from govops.kernel.audit import trail
from govops.kernel.messages import kinds, sending
from govops.kernel.sheets.models import ImportRun, Phase
from govops.kernel.sheets.progress import Teller, telling
from govops.kernel.sheets.runs import MOST_PROBLEMS, Told, Upload, kind_of, light

kinds.declare(
    kinds.MessageKind(
        code="imported", name="成批导入", when="您上传的成批导入有了结果", title="{导入}：{结果}", text="{说明}",
        words=(
            kinds.Word("导入", "导入什么", "导入资源配置"), kinds.Word("结果", "办到哪一步", "已导入"),
            kinds.Word("说明", "新增、修改多少条，或者问题在哪里", "新增 18000 条，修改 2000 条。"),
        ),
    )
)  # fmt: skip
_READING, _WRITING = "读取文件", "整理结果工作簿"


def carry_on(pk: int) -> str:
    """Do what the run waits for; what a stopped worker began is begun again. Answers a sentence for the list of jobs."""
    run: ImportRun | None = light().filter(pk=pk).first()
    if run is None:
        return "此次导入已清理"
    with telling(run) as teller:
        run.refresh_from_db(fields=["phase", "step"])
        if not run.is_under_way:
            _mark(run, step="")
            return f"{run.title}：{run.get_phase_display()}"
        is_saving = run.phase in {Phase.CONFIRMED, Phase.SAVING}
        _mark(run, phase=Phase.SAVING if is_saving else Phase.TRYING, done=0, total=0, step=_READING)
        teller(_READING)
        try:
            told = _save(run, teller) if is_saving else _try(run, teller)
        except Refused as refused:
            _refuse(run, refused)
        except Exception:
            _close(
                run,
                Phase.REFUSED,
                sentence="系统出了差错，没有导入任何一行。请稍后重新上传；若仍不行，请告知服务台。",
            )
            _mark(run, step="")
            raise
        else:
            _add_result(run, told, teller)
        spent = [
            [f"{'导入' if is_saving else '核对'}：{step}", took] for step, took in teller.spent().items()
        ]
        _mark(run, step="", seconds=run.seconds + spent)
    return f"{run.title}：{run.get_phase_display()}"


def _actor(run: ImportRun) -> Actor:
    """The person as of now: what was taken from him meanwhile he does not have here."""
    if not run.account.is_active:
        raise Refused("上传人的账户已停用，没有导入。", status=403)
    return actor_for(run.account, channel="import")


def _upload(run: ImportRun) -> Upload:
    content = ImportRun.objects.values_list("content", flat=True).get(pk=run.pk)
    return Upload(content=bytes(content), subject=run.subject, options=run.options, file_name=run.file_name)


def _try(run: ImportRun, teller: Teller) -> Told:
    told = kind_of(run).take(_upload(run), _actor(run), False, teller)
    _close(run, Phase.FAULTY if told.problems else Phase.TRIED, told, ended=bool(told.problems))
    return told


def _save(run: ImportRun, teller: Teller) -> Told:
    """The lines and the word that they are saved are written together."""
    with transaction.atomic():
        told = kind_of(run).take(_upload(run), _actor(run), True, teller)
        if not told.problems:
            teller("写入")
            _close(run, Phase.DONE, told)
    if told.problems:
        _close(run, Phase.FAULTY, told, sentence="试导入之后数据有变化，没有导入任何一行，请按提示更正。")
    return told


def _refuse(run: ImportRun, refused: Refused) -> None:
    trail.refusal(
        actor=actor_for(run.account, channel="import"),
        refused=refused,
        register=kind_of(run).register(_seen(run)),
    )
    _close(run, Phase.REFUSED, sentence=refused.sentence)


def _seen(run: ImportRun) -> Upload:
    return Upload(content=b"", subject=run.subject, options=run.options)


def _close(
    run: ImportRun, phase: Phase, told: Told | None = None, *, sentence: str = "", ended: bool = True
) -> None:
    """The end of a step, and the word about it to whoever waits."""
    changes: dict[str, Any] = {
        "phase": phase,
        "sentence": (sentence or (told.sentence if told else ""))[:500],
    }
    if told is not None:
        problems = [list(one) for one in told.problems[:MOST_PROBLEMS]]
        changes |= {
            "counts": [[word, many] for word, many in told.counts.items()],
            "lines": {} if problems else dict(told.lines),
            "problems": problems,
            "problem_count": len(told.problems),
            "url": told.url,
        }
    if ended:
        changes["ended_at"] = moment.now()
        changes["content"] = b""  # what was in it is saved, or is to be mended first
    _mark(run, **changes)
    if run.account.person_id:
        words = {"导入": run.title, "结果": run.get_phase_display(), "说明": summary(run)}
        sending.tell("imported", [run.account.person_id], words, register=kind_of(run).register(_seen(run)))


def summary(run: ImportRun) -> str:
    """What came of it, in a sentence."""
    if run.sentence:
        return run.sentence
    if run.problem_count:
        return f"{run.problem_count} 处需要更正，没有导入任何一行。"
    told = [(word, many) for word, many in run.counts if many] or run.counts
    counts = "，".join(f"{word} {many:,} 条" for word, many in told)
    return f"{counts}。" + ("请核对后确认导入。" if run.phase == Phase.TRIED else "") if counts else ""


def _add_result(run: ImportRun, told: Told, teller: Teller) -> None:
    """The workbook with the fate of every line: to be weighed, to be mended, or of what was saved."""
    if told.workbook is not None and run.phase in {Phase.TRIED, Phase.FAULTY, Phase.DONE}:
        teller(_WRITING)
        _mark(run, result=told.workbook())


def _mark(run: ImportRun, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(run, name, value)
    ImportRun.objects.filter(pk=run.pk).update(**changes)
