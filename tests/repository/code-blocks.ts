/** Type-checks the code blocks of the documentation as a reader would: each is a module of its own. @module */
import { join } from "node:path";
import ts from "typescript";
import { fileText, filesBelow, root, type SourceFile } from "./source.js";

/** One TypeScript block. */
export interface CodeBlock {
  /** `README.md:12`. */
  readonly at: string;
  readonly code: string;
}

/** Every page that a reader sees. */
export function pages(): readonly SourceFile[] {
  return [
    { path: "README.md", text: fileText("README.md") },
    ...filesBelow("docs", ".md").filter(({ path }) => !path.startsWith("docs/api/")),
  ];
}

/** The TypeScript blocks of a page. */
export function codeBlocks({ path, text }: SourceFile): readonly CodeBlock[] {
  return [...text.matchAll(/^```(?:ts|typescript)\n([\s\S]*?)^```$/gm)].map((match) => ({
    at: `${path}:${text.slice(0, match.index).split("\n").length + 1}`,
    code: match[1] ?? "",
  }));
}

/** Compiles the blocks with the project's own settings. Returns what the compiler says, by place. */
export function check(blocks: readonly CodeBlock[]): readonly string[] {
  const config = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const files = new Map(blocks.map((block, index) => [join(root, `code-block-${String(index)}.ts`), block]));
  const host = ts.createCompilerHost({ ...options, isolatedDeclarations: false, declaration: false, noUnusedLocals: false });
  const disk = ts.createCompilerHost(options);
  host.fileExists = (path) => files.has(path) || disk.fileExists(path);
  host.readFile = (path) => files.get(path)?.code ?? disk.readFile(path);
  const program = ts.createProgram(
    [...files.keys()],
    { ...options, isolatedDeclarations: false, declaration: false, noUnusedLocals: false },
    host,
  );
  return [...files].flatMap(([path, { at }]) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ start = 0, messageText }) => {
      const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
      return `${at} line ${String(line)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
  });
}
