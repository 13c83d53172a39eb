# SPDX-License-Identifier: Apache-2.0
"""Every class the shop keeps, in one list, so that tables, journal and hub know them all."""

from desktop.domain.bookkeeping import Conflict, Finding, Voided
from desktop.domain.deal import Deal, DealLine, StageMove
from desktop.domain.document import Attachment, Document, DocumentVersion, Template
from desktop.domain.firm import CalendarDay, Firm, Preference
from desktop.domain.holding import LeadRule, Loan, PlannedHandover
from desktop.domain.invoice import Invoice, InvoiceIssue
from desktop.domain.lead import Lead, LeadMove
from desktop.domain.message import Message, MessageEvent
from desktop.domain.norm import Absence, Norm, Target
from desktop.domain.pairing import Pairing
from desktop.domain.payment import Confirmation, Payment, Reversal, Shift
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.phone_call import PhoneCall
from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.domain.product import Product
from desktop.domain.record import Record
from desktop.domain.script import Script, ScriptAnswer
from desktop.domain.touch import Activity, Comment, Task, TouchPass, TouchPlan
from desktop.domain.user import User

CLASSES: tuple[type[Record], ...] = (
    User,
    Firm,
    Preference,
    CalendarDay,
    Pipeline,
    Stage,
    RefusalReason,
    Product,
    Company,
    Contact,
    ContactPhone,
    Deal,
    DealLine,
    StageMove,
    Lead,
    LeadMove,
    Pairing,
    Task,
    Activity,
    Comment,
    TouchPass,
    TouchPlan,
    LeadRule,
    Loan,
    PlannedHandover,
    PhoneCall,
    Norm,
    Absence,
    Target,
    Script,
    ScriptAnswer,
    Shift,
    Invoice,
    InvoiceIssue,
    Payment,
    Confirmation,
    Reversal,
    Template,
    Document,
    DocumentVersion,
    Attachment,
    Message,
    MessageEvent,
    Voided,
    Finding,
    Conflict,
)
"""In the order in which one refers to another."""

SET_UP: tuple[type[Record], ...] = (
    User,
    Firm,
    Preference,
    CalendarDay,
    Pipeline,
    Stage,
    RefusalReason,
    Product,
    Template,
    TouchPlan,
    LeadRule,
    Norm,
    Absence,
    Target,
    Script,
)
"""How the shop is set up, in the order in which one refers to another."""

BY_KIND: dict[str, type[Record]] = {cls.entity(): cls for cls in CLASSES}
