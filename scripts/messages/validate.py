"""Holds each block, and each element within it, to the validation of slack_sdk, which does not descend by itself."""

import json
import sys

from slack_sdk.models.blocks import Block, BlockElement, ConfirmObject, Option, PlainTextObject


def parts(block):
    """The elements of a block, with the objects within them."""
    for element in block.get("elements", []) + ([block["accessory"]] if "accessory" in block else []):
        if element["type"] in ("mrkdwn", "plain_text"):
            continue
        yield BlockElement.parse(element), element
        if "confirm" in element:
            confirm = element["confirm"]
            text = {name: confirm[name]["text"] for name in ("title", "confirm", "deny")}
            yield ConfirmObject(text=PlainTextObject(text=confirm["text"]["text"]), **text), confirm
        for option in element.get("options", []):
            yield Option(value=option["value"], text=option["text"]["text"]), option


def main(path):
    with open(path, encoding="utf-8") as file:
        everything = json.load(file)
    blocks = elements = 0
    for shown in everything["messages"] + everything["homes"]:
        for block in shown["blocks"]:
            parsed = Block.parse(block)
            if parsed is None:
                sys.exit(f"{shown['title']}: slack_sdk knows no such block: {block}")
            parsed.validate_json()
            blocks += 1
            for element, raw in parts(block):
                if element is None:
                    sys.exit(f"{shown['title']}: slack_sdk knows no such element: {raw}")
                element.validate_json()
                elements += 1
    print(f"slack_sdk: {blocks} blocks with {elements} elements are valid")


main(sys.argv[1])
