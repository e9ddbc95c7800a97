"""What three recipients of the demonstration replied, one of them released for the public page; all of it invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from drafting import queries, services
from drafting.database import UnitOfWork
from drafting.demo.hall import Hall, Places
from drafting.demo.sending import find_posting
from drafting.models import now
from drafting.rules.answers import AnswerForm, Stance
from drafting.rules.signing import local_day
from drafting.services.answers import AnswerEntry


@dataclass(frozen=True, slots=True)
class _Reply:
    """What a recipient, by surname, replied so many days ago; demands by their number."""

    who: str
    days: int
    form: AnswerForm
    summary: str
    quote: str = ""
    stances: dict[str, tuple[Stance, str]] = field(default_factory=dict)
    is_released: bool = False


_REPLIES = (
    _Reply(
        who="Mispelhag",
        days=6,
        form=AnswerForm.LETTER,
        summary="Das Ministerium will Formulare künftig zentral bereitstellen und prüft mit den Verbänden, welche "
        "Nachweise zuerst abgerufen werden können. Geld für neue Arbeitsplätze sei im laufenden Haushalt nicht "
        "vorgesehen.",
        quote="Was einmal gut gebaut ist, soll überall genutzt werden können.",
        stances={
            "2": (Stance.PROMISED, "Entwurf bis zum Sommer 2027."),
            "5": (Stance.EXAMINED, "Gespräch mit den kommunalen Landesverbänden im März."),
            "8": (Stance.PARTLY, "Für neue Fachverfahren."),
            "11": (Stance.DECLINED, "Nicht im laufenden Doppelhaushalt."),
            "13": (Stance.SILENT, ""),
        },
        is_released=True,
    ),
    _Reply(
        who="Quittenhof",
        days=3,
        form=AnswerForm.MAIL,
        summary="Der Bund verweist auf die laufende Gesetzgebung und bietet ein Gespräch im Frühjahr an.",
        stances={"2": (Stance.EXAMINED, ""), "8": (Stance.EXAMINED, "")},
    ),
    _Reply(
        who="Ahornzweig",
        days=1,
        form=AnswerForm.TALK,
        summary="Der Städtetag unterstützt die Forderungen und nimmt sie in seine Gespräche mit dem Land mit.",
        stances={"2": (Stance.PROMISED, "Thema im nächsten Spitzengespräch.")},
    ),
)


def answer(work: UnitOfWork, hall: Hall, places: Places) -> None:
    """Say when the letter was posted, record the replies as an organizer would, and release what is released."""
    today = local_day(now())
    posting = find_posting()
    services.answers.set_posting(work, hall.conference_id, posting, actor=hall.organizer)
    rows = {row.to.name: row.id for row in queries.recipients.list_recipients(work.session, hall.conference_id)}
    for reply in _REPLIES:
        entry = AnswerEntry(
            answered_on=max(posting, today - timedelta(days=reply.days)),
            form=reply.form.value,
            summary=reply.summary,
            quote=reply.quote,
            stances={
                places.demands[number]: (stance.value, note)
                for number, (stance, note) in reply.stances.items()
                if number in places.demands
            },
        )
        answer_id = services.answers.record(work, rows[reply.who], entry, actor=hall.organizer)
        if reply.is_released:
            services.answers.release(work, answer_id, revision=1, actor=hall.organizer)
