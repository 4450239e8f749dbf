/** Which of a failed cell's declarations stay: its types, and the variables that it had initialized. */
import type * as TypeScript from "@tslab/typescript-for-tslab";
import { typescript } from "./compiler";

/** The statements of a cell's declarations that declare a type or an initialized variable. */
export function declarationsOf(text: string, isInitialized: (name: string) => boolean): string {
  const file = typescript.createSourceFile("cell.d.ts", text, typescript.ScriptTarget.Latest, true);

  const namesOf = (node: TypeScript.Node): string[] => {
    if (typescript.isIdentifier(node)) return [node.text];
    if (typescript.isVariableStatement(node))
      return node.declarationList.declarations.flatMap(({ name }) => namesOf(name));
    if (typescript.isImportDeclaration(node)) return node.importClause ? namesOf(node.importClause) : [];
    if (typescript.isImportClause(node))
      return [node.name, node.namedBindings].flatMap((part) => (part ? namesOf(part) : []));
    if (typescript.isNamedImports(node)) return node.elements.flatMap(({ name }) => namesOf(name));
    const { name } = node as TypeScript.NamedDeclaration;
    return name ? namesOf(name) : [];
  };
  const isKept = (statement: TypeScript.Statement): boolean =>
    typescript.isInterfaceDeclaration(statement) ||
    typescript.isTypeAliasDeclaration(statement) ||
    (typescript.isImportDeclaration(statement)
      ? Boolean(statement.importClause?.isTypeOnly) || namesOf(statement).some(isInitialized)
      : namesOf(statement).every(isInitialized));

  return file.statements
    .filter(isKept)
    .map((statement) => statement.getText())
    .join("\n");
}
