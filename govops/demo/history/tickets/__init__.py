"""The service desk's year: thousands of tickets, most of them ordinary, some of them not.

`complaints` and `wishes` say what people come with, `planning` when and who, `lives` how a ticket goes its way. What ended
before the last days is written in bulk (`past`); what is still under way, or belongs together, goes through the doors
(`present`, `together`, `majors`);
`problems` looks for what is behind the repeats.
"""
