"""An agent without a model or a network: the words of a wish choose which kind of turn it plays."""

from collections.abc import AsyncGenerator

from google.adk.agents import BaseAgent
from google.adk.agents.invocation_context import InvocationContext
from google.adk.events import Event, EventActions
from google.genai import types

WORDS = "I added “Lo-fi” background music 🎶. 已完成!"
DRAFT = {
    "d": 10_000,
    "t": [
        {"tt": 0, "sg": [{"d": 10_000, "m": {"name": "city timelapse"}}]},
        {"tt": 1, "m": {"kind": "bgm"}, "sg": [{"d": 10_000, "m": {"name": "Lo-fi", "volume": 0.35}}]},
    ],
}


class Scripted(BaseAgent):
    """Speaks, keeps silent, fails, crashes or thinks, as it is told."""

    async def _run_async_impl(self, ctx: InvocationContext) -> AsyncGenerator[Event, None]:
        wish = ctx.user_content.parts[0].text
        if "quota" in wish:
            yield Event(author=self.name, error_code="RESOURCE_EXHAUSTED", error_message="Model quota exceeded")
            return
        if "crash" in wish:
            yield self._says(types.Part(text="Starting the edit…"))
            raise RuntimeError('render node "gpu-7" lost\nretry later')
        if "think" in wish:
            yield self._says(types.Part(text="The user wants lo-fi.", thought=True), types.Part(text=WORDS))
            return
        call = types.FunctionCall(id="fc1", name="edit_multitrack", args={"op": "add_bgm"})
        yield self._says(types.Part(function_call=call))
        done = types.FunctionResponse(id="fc1", name="edit_multitrack", response={"ok": True})
        yield Event(
            author=self.name,
            content=types.Content(role="user", parts=[types.Part(function_response=done)]),
            actions=EventActions(state_delta={"draft": DRAFT}),
        )
        if "silently" not in wish:
            yield self._says(types.Part(text=WORDS))

    def _says(self, *parts: types.Part) -> Event:
        return Event(author=self.name, content=types.Content(role="model", parts=list(parts)))


root_agent = Scripted(name="nemo_agent")
