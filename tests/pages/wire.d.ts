// What the server tells the pages, as types: `bots/web/message_json.py` makes it, `bots/web/events.py` sends it.

declare namespace Wire {
  /** One line of the conversation as it stands now; a body of null was removed. */
  interface Line {
    key: string;
    position: number;
    change: number;
    /** The id of the project that it belongs to, as far as that is known. */
    project: number | null;
    body: Body | MarkBody | null;
  }

  /** What is drawn: what a person said, or a message of the bot by its role. */
  type Body = (SaidBody & Without<Exclude<keyof PostBody, keyof SaidBody>>) | (PostBody & Without<Exclude<keyof SaidBody, keyof PostBody>>);

  /** So that a part which only one of the two has can be asked for. */
  type Without<Names extends string> = { [name in Names]?: never };

  interface SaidBody {
    kind: "said";
    /** Epoch seconds. */
    at: number;
    /** The key of the line it answers. */
    of: string | null;
    /** The project that was shown when it was said. */
    project: number | null;
    /** As it was typed, and as it is shown: what is hidden in it apart; an earlier release kept only the first. */
    text: string;
    said?: Span[];
    /** Whether the words are a button's. */
    pressed: boolean;
    files: ShownFile[];
  }

  interface PostBody {
    kind: "answer" | "quiet" | "note" | "status";
    /** Epoch seconds. */
    at: number;
    /** The key of the person's line it is about. */
    of: string | null;
    /** The number of its request, the same for all its messages. */
    request: number | null;
    /** The project that it is about, where that is another than its request's. */
    project: number | null;
    /** What is read at once, and what may be folded away. */
    words: Block[];
    details: Block[];
    /** Wishes to be said by a press. */
    suggestions: string[];
    buttons: ShownButton[];
    film: ShownFilm | null;
    picture: Picture | null;
    /** From 0 to 1; null where it is not known. */
    progress: number | null;
  }

  /** A project as `GET /projects` lists it; `at` is in epoch seconds. */
  interface Project {
    id: number;
    number: number;
    title: string;
    at: number;
  }

  /** A version as `GET /projects/<id>/versions` lists it; `press` exports it, `request` made it. */
  interface Version {
    number: number;
    at: number;
    request: number | null;
    timeline: string;
    press: string;
  }

  /** What `GET /page.json` says of this installation: every sentence, examples and commands by language. */
  interface About {
    strings: Record<string, Record<string, string>>;
    language: string;
    examples: Record<string, string[]>;
    /** What each command does, by its name. */
    commands: Record<string, Record<string, string>>;
    /** Whether no byte leaves this machine. */
    local: boolean;
    /** Of the picker of files. */
    accept: string;
    /** Whether there is a clip to try it with. */
    sample: boolean;
    limits: Limits;
  }

  interface Limits {
    file_bytes: number;
    files: number;
    /** Characters of one message. */
    text: number;
  }

  /** A reaction to the line `of`. */
  interface MarkBody {
    kind: "mark";
    of: string;
    mark: Mark;
  }

  type Mark = "seen" | "done" | "failed";

  interface ShownFile {
    ref: string;
    name: string;
    /** Bytes. */
    size: number;
    kind: "video" | "audio" | "image" | "text" | "other";
  }

  /** A button presses an action, or opens an address. */
  interface ShownButton {
    label: string;
    press: string;
    url: string;
    app: boolean;
  }

  interface ShownFilm {
    name: string;
    link: string;
    ref: string;
    /** Bytes; null where it is not known. */
    size: number | null;
    seconds: number | null;
    /** The clip that it was made of, where that was one. */
    original: ShownFile | null;
  }

  interface Picture {
    rows: Row[];
    seconds: number;
  }

  interface Row {
    kind: string;
    label: string;
    bars: Bar[];
  }

  /** Where a piece lies, as shares of the whole. */
  interface Bar {
    label: string;
    start: number;
    end: number;
    /** Time and loudness as the timeline line writes them. */
    detail: string;
  }

  type Block =
    | { is: "paragraph" | "quote"; in: Span[] }
    | { is: "heading"; level: number; in: Span[] }
    | { is: "code"; text: string }
    | { is: "list"; items: Item[] };

  interface Item {
    marker: string;
    depth: number;
    in: Span[];
  }

  type Span =
    | string
    | { is: "bold" | "italic" | "struck" | "spoiler"; in: Span[] }
    | { is: "code"; text: string }
    | { is: "link"; url: string; in: Span[] };
}

/** What Telegram's clients put into a page that they show. */
interface Window {
  TelegramWebviewProxy?: { postEvent(name: string, data: string): void };
}
interface External {
  notify?(data: string): void;
}
