import json
import pytest
from tests.promises import test_pages as tp
from tests.promises.conftest import monday, world
FOUND={}
def test_all(world):
    for page, code in tp.COUNTED:
        r=world.record(code); c=world.client_of(world.sample(code).by)
        try: FOUND[f"{page} {code}"]=tp.count(c, tp.address_of(page, code, r))
        except AssertionError as e: print("ERR",page,code,str(e)[:100])
        except Exception as e: print("EXC",page,code,repr(e)[:200])
    world.create("visitor_entry", world.data("visitor_entry"), by="end_user", submit=True)
    for a in ["/", "/norms/", "/inbox/mine/"]:
        try: FOUND[f"site {a}"]=max(tp.count(world.client_of(n),a) for n in ("end_user","mr_manager"))
        except Exception as e: print("EXC",a,repr(e)[:200])

    print(json.dumps(FOUND))
    assert 0
