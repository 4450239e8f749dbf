/** Types that a table or a list in the same file makes, such as `keyof typeof TABLE`. */
import type * as TypeScript from "@tslab/typescript-for-tslab";
import { type Declared, type Documented, docOf, ts } from "./declarations";

const OF_CONSTANT = /keyof typeof (\w+)|\(typeof (\w+)\)\[number\]/;

/** The table or list whose keys or items a type consists of. */
function constantOf(declared: Declared): TypeScript.Expression | undefined {
  const [, table, list] = OF_CONSTANT.exec(declared.getText()) ?? [];
  const found = declared
    .getSourceFile()
    .statements.filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .find(({ name }) => name.getText() === (table ?? list));
  let value = found?.initializer;
  while (value && (ts.isAsExpression(value) || ts.isSatisfiesExpression(value))) value = value.expression;
  return value;
}

/** A type's text with the strings or numbers that it means. Throws an Error if it does not find what makes it. */
export const spelledOut = (declared: Declared, text: string): string =>
  text.replace(OF_CONSTANT, () => valuesOf(declared));

function valuesOf(declared: Declared): string {
  const value = constantOf(declared);
  if (value && ts.isObjectLiteralExpression(value))
    return value.properties.map(({ name }) => `"${name?.getText().replaceAll('"', "")}"`).join(" | ");
  if (value && ts.isArrayLiteralExpression(value))
    return value.elements.map((one) => one.getText()).join(" | ");
  throw new Error(`expected a table or a list in the same file for ${declared.getText()}`);
}

/** The table's keys, with their values if these are plain, unless it says of none what it means. */
export function documentedKeys(declared: TypeScript.TypeAliasDeclaration): Documented[] {
  const table = constantOf(declared);
  if (!table || !ts.isObjectLiteralExpression(table)) return [];
  const keys = table.properties.map((one) => {
    const isPlain = ts.isPropertyAssignment(one) && ts.isLiteralExpression(one.initializer);
    return { signature: isPlain ? one.getText() : one.name!.getText(), doc: docOf(one) };
  });
  return keys.some(({ doc }) => doc !== "") ? keys : [];
}
