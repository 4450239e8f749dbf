/**
 * Stock tslab finds the variables of earlier cells by the symbol under each name, but under the name of a shorthand
 * property, `{ size }`, it finds the property, and the cell fails with "size is not defined". Here the shorthand is
 * written out before tslab looks: `{ size: exports.size }`. And it takes the property in a pattern, `{ size: [rows] }`,
 * for a variable if an earlier cell declared its type. Here the property is put in quotes: `{ "size": [rows] }`.
 */
import path from "node:path";
import type * as TypeScript from "@tslab/typescript-for-tslab";

/** Writes out the shorthand properties of a cell that name variables of earlier cells, and quotes properties in patterns. */
export function expandShorthand(
  typescript: typeof TypeScript,
  checker: TypeScript.TypeChecker,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  const isEarlier = (declaration: TypeScript.Declaration) =>
    path.basename(declaration.getSourceFile().fileName) === "__prev__.d.ts";
  return (context) => {
    const { factory } = context;
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      if (typescript.isShorthandPropertyAssignment(node)) {
        const symbol = checker.getShorthandAssignmentValueSymbol(typescript.getOriginalNode(node));
        if (symbol?.declarations?.some(isEarlier)) {
          const exports = factory.createIdentifier("exports");
          const value = factory.createPropertyAccessExpression(exports, node.name.text);
          return factory.createPropertyAssignment(node.name.text, value);
        }
      }
      if (
        typescript.isBindingElement(node) &&
        node.propertyName &&
        typescript.isIdentifier(node.propertyName)
      ) {
        const property = factory.createStringLiteral(node.propertyName.text);
        const { dotDotDotToken, name, initializer } = node;
        const quoted = factory.updateBindingElement(node, dotDotDotToken, property, name, initializer);
        return typescript.visitEachChild(quoted, visit, context);
      }
      return typescript.visitEachChild(node, visit, context);
    };
    return (file) => typescript.visitEachChild(file, visit, context);
  };
}
