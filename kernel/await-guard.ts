/**
 * Stock tslab lets the rest of an interrupted cell run on behind the cells after it, and no interrupt reaches a loop over
 * promises alone. Here each `await` of a cell, also in its functions, goes through two functions: one lets interrupts have
 * their turn from time to time, and one throws once the cell is aborted.
 */
import { setImmediate as eventLoopTurn } from "node:timers/promises";
import type * as TypeScript from "@tslab/typescript-for-tslab";
import { throwIfAborted } from "./interrupt";

/** What the functions are called in a cell's code; the names are unlikely in a reader's. */
const before = "__beforeAwait__";
const after = "__afterAwait__";

const TURN_MILLISECONDS = 50;
let lastTurn = 0;

/** The functions that the code of a cell needs, by name. */
export const awaitGuards = {
  [before]<Value>(value: Value): Value | Promise<Awaited<Value>> {
    const now = performance.now();
    if (now - lastTurn < TURN_MILLISECONDS) return value;
    lastTurn = now;
    // Waiting for both at once, since a promise that is refused meanwhile must not look forgotten.
    return Promise.all([value, eventLoopTurn()]).then(([settled]) => settled);
  },
  [after]<Value>(value: Value): Value {
    throwIfAborted();
    return value;
  },
};

/** Guards the awaits of a cell, and each round of its `for await`. */
export function guardAwaits(
  typescript: typeof TypeScript,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return (context) => {
    const { factory } = context;
    const call = (name: string, argument: TypeScript.Expression) =>
      factory.createCallExpression(factory.createIdentifier(name), undefined, [argument]);
    const guarded = (expression: TypeScript.Expression) =>
      call(after, factory.createAwaitExpression(call(before, expression)));
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      const visited = typescript.visitEachChild(node, visit, context);
      if (typescript.isAwaitExpression(visited)) return guarded(visited.expression);
      if (typescript.isForOfStatement(visited) && visited.awaitModifier) {
        const { awaitModifier, initializer, expression, statement } = visited;
        const round = factory.createExpressionStatement(guarded(factory.createNull()));
        return factory.updateForOfStatement(
          visited,
          awaitModifier,
          initializer,
          expression,
          factory.createBlock([round, statement]),
        );
      }
      return visited;
    };
    return (file) => typescript.visitEachChild(file, visit, context);
  };
}
