"""A key and signatures made by sign.js over sm-crypto (see sign_in_node.js): what browsers really send."""

from __future__ import annotations

PIN = "口令 r7tq2k"
PERSON_ID = 7
OPINION = " 同意进入，\r\n请陪同。\u3000"
WHAT = {
    "register": "visitor_entry",
    "record_id": 318,
    "purpose": "同意",
    "digest": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
}
PUBLIC_KEY = (
    "049be00cfc4ea0c265ee8d53bf85307d34844f5cfd4c0c54522bc33682da9291970bda661472bec79cf2ffd1ff1a00b2"
    "396bc1b61ef7a9058ae133f62367bdab28"
)
PRIVATE_KEY = "16eedd7e862c8fc7ca24c9434eecb64adcc38d50801639b5f128e428a7c632cc"
WRAPPED = (
    "govops-soft-1$10000$51be4e1f5992c948c3ee01e67885ed17$da5bfebe224fd21a685749008e1b40bd$1962c177bb"
    "d89073cd5b23d45c81cf17b7663062f85df942fecf9abba1e9802181224ac83abd804c04737e045d068b96$3865fc097"
    "624ed14f1c5b147ae62f74a2e7b27a991b08389705987ff94b26797"
)
SIGNATURE = (
    "f8ed170bf83b05b9d338c2c3cabfd47966d90f888f73645f4a9f8206754816809754142daac3053902aeca0a53350908"
    "0e9e8eb96b137df4bd242dccc92461af"
)
DER_SIGNATURE = (
    "304402200dcf8256d29347a6cdd2cc3e6d3185eff83428aff5b499e1cfad41cf7fb9dd7302206231bf4f7372c5ca590e"
    "c76153bac12f4c1ab9dc592fc298f47396630ca3ae03"
)
PROOF = (
    "27961e497ed3ae7e4de8b6fe171122945f2ddba8b360ff013c2bb01b6f29f02ebaf2e725acb0b1e3b041f65214a60bf3"
    "5d20f7044a3be953df809a5830257ab3"
)
