"""Typed attributes: what a bureau asks of a kind of thing beyond its columns, declared as rows and kept as checked JSON."""

from govops.kernel.attributes.attribute import Attribute, AttributeKind, read
from govops.kernel.attributes.fields import AttributesField, ValuesField

__all__ = ["Attribute", "AttributeKind", "AttributesField", "ValuesField", "read"]
