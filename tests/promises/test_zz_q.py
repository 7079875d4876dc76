from tests.promises.test_pages import *
from tests.promises.conftest import *
@pytest.mark.parametrize("address",["/r/visitor_entry/%d/","/r/visitor_entry/?all=1","/"])
def test_q(world, address):
    r=world.create("visitor_entry", world.data("visitor_entry"), by="end_user", submit=True)
    c=world.client_of("end_user"); a=address % r.pk if "%" in address else address
    c.get(a)
    with CaptureQueriesContext(connection) as q:
        c.get(a)
    print(a,len(q))
    for x in q: print("  ",re.sub(r"SELECT .*? FROM","SELECT … FROM",x["sql"],count=1)[:230])
    assert 0
