"""Makes chat_golden.json: what Jinja2, set up by transformers itself, renders.

Run with transformers and jinja2 installed:

    python make_chat_golden.py

Cases: every construct in small (chat_cases.py), templates in the shapes of public model families
(chat_families.py) on several conversations, and errors. Texts that no other renderer can match (they
print an address) are left out.
"""

import datetime
import json
import pathlib

import jinja2
import transformers
import transformers.utils.chat_template_utils as chat_template_utils

import chat_cases
import chat_families

NOW = "2026-03-05 09:07"


class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime.strptime(NOW, "%Y-%m-%d %H:%M")


chat_template_utils.datetime = Clock


def render(template, arguments):
    try:
        compiled = chat_template_utils._compile_jinja_template(template)
        return {"text": compiled.render(**arguments)}
    except Exception as error:
        # transformers has a class of its own for Jinja2's namespaces; only messages show its name.
        words = str(error).replace(
            "transformers.utils.chat_template_utils.TemplateNamespace", "jinja2.utils.Namespace"
        )
        return {"error": words.replace("TemplateNamespace", "Namespace")}


def small():
    sources = []
    for line in chat_cases.EXPRESSIONS:
        sources.append("{{ " + line + " }}")
    sources += chat_cases.TEMPLATES + chat_cases.MULTILINE + chat_cases.SYNTAX_ERRORS
    rows = []
    for source in dict.fromkeys(sources):
        row = {"template": source} | render(source, chat_cases.VARIABLES)
        if " at 0x" not in row.get("text", ""):
            rows.append(row)
    return rows


def families():
    result = []
    for name, template in chat_families.TEMPLATES.items():
        rows = []
        for case, arguments in chat_families.conversations():
            rows.append({"case": case} | render(template, arguments))
        result.append({"name": name, "template": template, "rows": rows})
    return result


golden = {
    "made_with": f"jinja2 {jinja2.__version__}, transformers {transformers.__version__}",
    "now": NOW,
    "variables": chat_cases.VARIABLES,
    "small": small(),
    "conversations": dict(chat_families.conversations()),
    "families": families(),
}
path = pathlib.Path(__file__).with_name("chat_golden.json")
path.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
print(len(golden["small"]), sum(len(family["rows"]) for family in golden["families"]))
