"""Ways in besides the page and REST: mail (polled by IMAP, or dropped by SMTP/LMTP) and signed webhooks.

All of them end in `intake.take_in(Inbound)`. What answers a known record becomes a comment on it; the rest is offered to
the receivers that modules register:

    @receiver
    def open_a_ticket(inbound: Inbound, actor: Actor) -> Taken | None:
        ...
        record = doors.create(register, {...}, actor=actor, attachments=inbound.attachments)
        return Taken(record, "已建单")

A receiver acts as `actor`, the person behind the sender; None says "not for me". What nobody takes, and what comes from
unknown senders, is given to the keeper (`@keeper`), so that a human being looks at it.
"""
