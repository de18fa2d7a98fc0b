import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";
import { walls } from "./scripts/walls.mjs";

export default defineConfig(
  globalIgnores(["dist", "docs", "coverage", "tests/servers/*/node_modules", "**/*.mjs"]),
  {
    files: ["**/*.ts", "eslint.config.js"],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js"] }, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "max-lines": ["error", { max: 400 }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-empty-object-type": ["error", { allowInterfaces: "with-single-extends" }],
    },
  },
  { files: ["tests/**/*.ts"], rules: { "@typescript-eslint/require-await": "off", "@typescript-eslint/no-non-null-assertion": "off" } },
  ...walls.map(({ room, files, ignores = [], forbid }) => ({
    files,
    ignores,
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ regex: forbid, message: `${room} may not enter that room; docs/decisions/001-rooms.md says which it may.` }] },
      ],
    },
  })),
);
