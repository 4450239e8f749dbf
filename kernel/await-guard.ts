/**
 * Stock tslab lets the rest of an interrupted cell run on behind the cells after it. Here the result of each top-level
 * `await` passes through a function that throws once the cell is aborted.
 */
import type * as TypeScript from "@tslab/typescript-for-tslab";

/** What the function is called in a cell's code; the name is unlikely in a reader's. */
export const awaitGuard = "__afterAwait__";

/** Whether a cell awaits at its top level; tslab overlooks `for await`, and `await` before a parenthesis. */
export function hasAwait(compiledCell: string): boolean {
  return compiledCell.includes(awaitGuard);
}

/** Guards the awaits of the cell itself, not those of functions in it. */
export function guardAwaits(
  typescript: typeof TypeScript,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return (context) => {
    const { factory } = context;
    const guarded = (expression: TypeScript.Expression) =>
      factory.createCallExpression(factory.createIdentifier(awaitGuard), undefined, [expression]);
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      if (typescript.isFunctionLike(node)) return node;
      const visited = typescript.visitEachChild(node, visit, context);
      if (typescript.isAwaitExpression(visited)) return guarded(visited);
      if (typescript.isForOfStatement(visited) && visited.awaitModifier) {
        const { awaitModifier, initializer, expression, statement } = visited;
        return factory.updateForOfStatement(
          visited,
          awaitModifier,
          initializer,
          guarded(expression),
          statement,
        );
      }
      return visited;
    };
    return (file) => typescript.visitEachChild(file, visit, context);
  };
}
