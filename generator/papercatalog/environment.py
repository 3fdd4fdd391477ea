"""Jinja as the templates of a theme need it: every text is escaped, and what they ask is noted.

Jinja allows for more than we do, at each call and at each text: functions that want to know
the context, templates that do not escape. Leaving that out makes a page a fifth cheaper.
"""

from typing import Any

from jinja2 import Environment, nodes
from jinja2 import Template as JinjaTemplate
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from markupsafe import Markup, escape

from papercatalog.watched import Notebook, Question


def escape_text(value: object) -> str:
    """Return what `markupsafe.escape` returns, as a plain text: it goes into the page and nowhere else."""
    if type(value) is not str:
        return value if type(value) is Markup else escape(value)
    text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&#34;").replace("'", "&#39;")


class _Code(CodeGenerator):
    """Calls functions as Python does, joins blocks where they stand, and escapes by `escape_text`.

    Jinja's own ways would do as well, should a later version not ask these methods.
    """

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        # So the pieces of a block need not pass, one by one, through each template that is extended.
        super().writeline(f"yield concat({x[11:]})" if x.startswith("yield from ") else x, node, extra)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.escape_text(")
        else:
            super()._output_child_pre(node, frame, finalize)


class ThemeEnvironment(Environment):
    code_generator_class = _Code
    escape_text = staticmethod(escape_text)

    def __init__(self, notebook: Notebook, asked_on_import: set[Question], **options: Any) -> None:
        super().__init__(autoescape=True, **options)
        self.notebook = notebook
        self.asked_on_import = asked_on_import
        """What templates that are imported ask at their top level, once for all pages."""


class _Template(JinjaTemplate):
    """A template that notes what it asks while it is imported, which it is once."""

    environment: ThemeEnvironment

    def make_module(self, *arguments: Any, **named: Any) -> TemplateModule:
        with self.environment.notebook.page() as questions:
            module = super().make_module(*arguments, **named)
        self.environment.asked_on_import |= questions
        return module


ThemeEnvironment.template_class = _Template
