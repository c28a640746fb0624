// The rules for the scripts of both pages and for their tests. Names that nothing defines are found by tsc.

import js from "@eslint/js";

const PARSES_HTML = ["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "srcdoc"];

export default [
  { ignores: ["**/node_modules/**"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-undef": "off", // tsc knows the browser's names, and node's
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      "object-shorthand": "error",
      "arrow-body-style": "error",
      eqeqeq: "error",
      curly: ["error", "multi-line"],
      "no-else-return": "error",
      "no-promise-executor-return": "off",
      "max-lines": ["error", 450],
      // What anybody writes stays words: nothing of ours parses HTML.
      "no-restricted-properties": [
        "error",
        ...PARSES_HTML.map((property) => ({ property })),
        { object: "document", property: "write" },
      ],
    },
  },
];
