"""All pages. Registers need no line of their own."""

from django.urls import include, path

from govops.kernel.web import pages
from govops.kernel.web.views import (
    bulk,
    conversation,
    detail,
    files,
    forms,
    home,
    links,
    lists,
    moves,
    norms,
    pick,
    printing,
    sheets,
    side,
    trees,
    verify,
)

register = [
    path("", lists.show, name="list"),
    path("new/", forms.new, name="new"),
    path("chain/", forms.chain, name="chain"),
    path("choices/<slug:field>/", forms.choices, name="choices"),
    path("export/", sheets.export, name="export"),
    path("template/", sheets.template, name="template"),
    path("import/", sheets.take_in, name="import"),
    path("bulk/", moves.bulk, name="bulk"),
    path("bulk/<slug:verb>/", bulk.ask, name="bulk-ask"),
    path("columns/", side.columns, name="columns"),
    path("views/", side.save_view, name="save-view"),
    path("views/<int:view>/delete/", side.delete_view, name="delete-view"),
    path("<int:pk>/", detail.show, name="detail"),
    path("<int:pk>/edit/", forms.edit, name="edit"),
    path("<int:pk>/do/", moves.decide, name="decide"),
    path("<int:pk>/do/<slug:verb>/", moves.do, name="do"),
    path("<int:pk>/follow/", side.follow, name="follow"),
    path("<int:pk>/comment/", conversation.comment, name="comment"),
    path("<int:pk>/mention/", conversation.mention, name="mention"),
    path("<int:pk>/replies/", conversation.canned, name="replies"),
    path("<int:pk>/link/", links.add, name="link"),
    path("<int:pk>/link/<int:link_id>/remove/", links.remove, name="unlink"),
    path("<int:pk>/picture/", detail.picture, name="picture"),
    path("<int:pk>/timing/", detail.timing, name="timing"),
    path("<int:pk>/print/", printing.form, name="print"),
    path("<int:pk>/files/", files.upload, name="upload"),
]

urlpatterns = [
    path("", home.workbench, name="home"),
    path("inbox/<slug:key>/", home.inbox_list, name="inbox"),
    path("apply/", home.catalogue, name="apply"),
    path("search/", home.search, name="search"),
    path("messages/", home.messages, name="messages"),
    path("norms/", norms.overview, name="norms"),
    path("norms/export/", norms.export, name="norms-export"),
    path("norms/<str:code>/", norms.evidence, name="norms-evidence"),
    path("pick/any/", links.pick, name="pick-any"),
    path("pick/tree/<slug:code>/", trees.find, name="pick-tree"),
    path("pick/<slug:kind>/", pick.find, name="pick"),
    path("files/", files.upload_loose, name="upload-loose"),
    path("files/<int:pk>/", files.download, name="download"),
    path("files/<int:pk>/remove/", files.remove, name="remove-file"),
    path("verify/", verify.check, name="verify"),
    path("verify/<str:code>/", verify.check, name="verify-code"),
    path("r/<slug:code>/", include((register, "register"))),
]
urlpatterns += pages.patterns()
