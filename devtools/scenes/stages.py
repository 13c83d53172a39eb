# SPDX-License-Identifier: Apache-2.0
"""Stages and scripts: the lead funnel of a new shop with leads on it, changed and not published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop import commands
from desktop.values.drafts.lead import LeadDraft
from desktop.values.drafts.refusal import Refusal
from desktop.values.rows.settings import StageSettingRow
from desktop.views.settings.stages import StagesSection
from desktop.views.settings.stages_page import StagesPage
from desktop.views.widgets.toast import Toast
from devtools import scenes
from devtools.scenes.frame import words
from devtools.scenes.settings import Desk, desk, let_work

_ON_STAGES = (3, 4, 5, 4, 3, 3, 2)
_LOST_FOR = (3, 2, 1, 1, 2, 2, 3)


def _window() -> Desk:
    return desk("stages", lambda context, _backups: StagesPage(context), None)


def _changed(widget: QWidget) -> StagesSection:
    """The funnel with leads on it, a stage and a step that were changed and not published."""
    let_work()
    view = widget.findChild(StagesSection)
    assert view is not None
    funnel = next(one for one in view.pipelines() if one.for_leads)
    for stage, count in zip(funnel.stages, _ON_STAGES, strict=False):
        for number in range(count):
            # A stage that demands something keeps them out.
            view.run(_new_lead(view, stage, number), failed=lambda _error: None)
    _settle(view)
    view.show_stage(funnel.id)
    _refuse(view, funnel.stages[0])
    stage = funnel.stages[3]
    told = {"demands": ["decider", "talk", "role:manager"], "when_passed": "head"}
    view.change_stage(stage.id, told)
    view.publish()
    let_work()
    view.show_stage(funnel.id, stage.id)
    view.change_stage(
        stage.id,
        {
            "asks": stage.asks + words(" Ask who prints now.", " Кто печатает сейчас?"),
            "hint": stage.hint + words(" By phone.", " По телефону."),
        },
    )
    steps = [*view.script("website").steps]
    steps[1] = replace(steps[1], ask=steps[1].ask + words(" Since when?", " С каких пор?"))
    view.change_script("website", steps)
    _settle(view)
    for toast in widget.findChildren(Toast):
        toast.hide()
    return view


def _refuse(view: StagesSection, stage: StageSettingRow) -> None:
    """Leads that were lost, so that each reason has been given."""
    comment = words("They told us so.", "Сами так сказали.")
    lost = [
        Refusal(reason.id, comment)
        for reason, count in zip(view.finals.model.rows, _LOST_FOR, strict=False)
        for _number in range(count)
    ]

    def refuse(uow: commands.UnitOfWork) -> None:
        for number, why in enumerate(lost):
            lead = _new_lead(view, stage, 100 + number)(uow)
            commands.moves.refuse_card(uow, card_id=lead, why=why)

    view.run(refuse)
    for _turn in range(20):
        let_work()
        if sum(one.cards for one in view.finals.model.rows) == sum(_LOST_FOR):
            break


def _settle(view: StagesSection) -> None:
    """Wait until everything that was asked for is stored and shown."""
    wanted = sum(_ON_STAGES)
    for _turn in range(20):
        let_work()
        funnel = next(one for one in view.pipelines() if one.for_leads)
        if view.publish_button.isEnabled() or sum(one.cards for one in funnel.stages) == wanted:
            break


def _new_lead(
    view: StagesSection, stage: StageSettingRow, number: int
) -> Callable[[commands.UnitOfWork], UUID]:
    phone = f"{words('+44 7700 90', '+7 495 000')}{stage.colour}{number:03}"
    draft = LeadDraft(channel="website", phone=phone, holder_id=view.context.person.id)

    def work(uow: commands.UnitOfWork) -> UUID:
        lead = commands.leads.new_lead(uow, draft=draft)
        commands.moves.move_card(uow, card_id=lead, stage_id=stage.id)
        return lead

    return work


def _stage(widget: QWidget) -> None:
    editor = _changed(widget).script_editor
    editor.cards[1].setFocus()
    # As while the step is dragged.
    editor.cards[1].dragged.emit(editor.cards[2].geometry().center().y() - 1)


def _step(widget: QWidget) -> None:
    _changed(widget).script_editor.choose(1)


def _script_tab(widget: QWidget) -> None:
    _changed(widget).show_part("script")


def _trial(widget: QWidget) -> None:
    _changed(widget).script_editor.tried.emit()
    let_work()


def _versions(widget: QWidget) -> None:
    view = _changed(widget)
    view.publish()
    let_work()
    view.script_editor.versions_wanted.emit()
    let_work()


scenes.add("stages", _window, prepare=_stage)
scenes.add("stages-step", _window, prepare=_step)
scenes.add("stages-trial", _window, prepare=_trial)
scenes.add("stages-versions", _window, prepare=_versions)
scenes.add("stages-narrow", _window, size=(1093, 614), prepare=_stage)
scenes.add("stages-script-narrow", _window, size=(1093, 614), prepare=_script_tab)
scenes.add("stages-smallest", _window, size=(640, 360), prepare=_stage)
