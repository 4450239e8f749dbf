/** Declarations as text: their signatures and docstrings, without what they do. */
import type * as TypeScript from "@tslab/typescript-for-tslab";
import { documentedKeys, spelledOut } from "./constant-types";
import { type Declared, type Documented, docOf, ts } from "./declarations";

/** Whether a member is not for those who use its class. */
export const isPrivate = (node: TypeScript.Node): boolean =>
  ts.isClassElement(node) &&
  ((node.name !== undefined && !ts.isIdentifier(node.name)) ||
    (ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0);

/** A declaration without what it does, and without its members, under the name that it has outside. */
export function signatureOf(declared: Declared, name: string): string {
  if (ts.isFunctionDeclaration(declared))
    return overloads(declared, declared.getSourceFile().statements)
      .map((one) => name + withoutBody(one).slice(one.name!.end - one.getStart()))
      .join("\n");
  if (ts.isVariableDeclaration(declared)) {
    const { initializer } = declared;
    if (initializer && ts.isArrowFunction(initializer))
      return name + between(initializer.getStart(), initializer.equalsGreaterThanToken);
    throw new Error(`${name}: expected a function or a class, got ${declared.getText()}`);
  }
  const text = declared.getText().replace(/^export /, "");
  const members = memberNodes(declared);
  if (!members) return spelledOut(declared, text).replace(/;$/, "");
  // The brace stands just before the first member.
  const brace = members.pos - 1 - (declared.end - text.length);
  return text.slice(0, brace).replace(/\s*=?\s*$/, "");
}

const between = (start: number, next: TypeScript.Node) =>
  next.getSourceFile().text.slice(start, next.getStart()).trim();

function memberNodes(
  declared: Declared,
): TypeScript.NodeArray<TypeScript.ClassElement | TypeScript.TypeElement> | undefined {
  if (ts.isClassDeclaration(declared) || ts.isInterfaceDeclaration(declared)) return declared.members;
  return ts.isTypeAliasDeclaration(declared) && ts.isTypeLiteralNode(declared.type)
    ? declared.type.members
    : undefined;
}

/**
 * The public members of a class or an object's type; the signatures of an overloaded method are one. A class's member has
 * the docstring of the interface in `types` that it implements, unless it has its own. Where a table's keys are the type,
 * its documented entries.
 */
export function membersOf(declared: Declared, types: readonly Declared[]): Documented[] {
  const nodes = memberNodes(declared);
  if (!nodes && ts.isTypeAliasDeclaration(declared)) return documentedKeys(declared);
  const members = nodes?.filter((node) => !isPrivate(node)) ?? [];
  const implemented = ts.isClassDeclaration(declared)
    ? types.filter(ts.isInterfaceDeclaration).flatMap((one) => [...one.members])
    : [];
  return members.flatMap((node) => {
    const all = ts.isMethodDeclaration(node) ? overloads(node, members) : [node];
    if (all[0] !== node) return [];
    const signature = all
      .map(withoutBody)
      .join("\n")
      .replace(/\n {2}/g, "\n");
    const model = implemented.find(({ name }) => name && name.getText() === node.name?.getText());
    const doc = docOf(node) || (model ? docOf(model) : "");
    return [{ signature: signature.replace(/^constructor/, `new ${declared.name?.getText()}`), doc }];
  });
}

/** The declarations of a function that can be called: itself, or its overloads, which have no body. */
function overloads<Node extends TypeScript.FunctionDeclaration | TypeScript.MethodDeclaration>(
  node: Node,
  siblings: readonly TypeScript.Node[],
): Node[] {
  const all = siblings.filter(
    (one): one is Node => one.kind === node.kind && (one as Node).name?.getText() === node.name?.getText(),
  );
  return all.length > 1 ? all.filter(({ body }) => !body) : all;
}

function withoutBody(node: TypeScript.Node): string {
  const { body } = node as TypeScript.FunctionDeclaration;
  const text = body ? between(node.getStart(), body) : node.getText();
  return text.replace(/[;,]$/, "");
}
