// Ids that stand in an address, where a reader or a stranger may have written anything.

import { isId } from "../main.js";

export const MAX_COMPARED = 6; // papers side by side

/** Split "a,b,,c" into {ids, malformed}; each is there once, in the order of the text. */
export function parseIds(text) {
  const parts = [...new Set((text ?? "").split(",").map((part) => part.trim()).filter(Boolean))];
  return { ids: parts.filter(isId), malformed: parts.filter((part) => !isId(part)) };
}

/** Return sentences about the ids that lead to no paper. */
export function explain(malformed, unknown) {
  return [
    ...listed(malformed, "cannot be the id of a paper", "cannot be ids of papers"),
    ...listed(unknown, "is not in this catalogue", "are not in this catalogue"),
  ];
}

function listed(texts, one, many) {
  if (!texts.length) return [];
  const shown = texts.slice(0, 5).map((text) => `“${text.length > 80 ? text.slice(0, 80) + "…" : text}”`);
  if (texts.length > shown.length) shown.push(`${texts.length - shown.length} more`);
  return [`${shown.join(", ")} ${texts.length === 1 ? one : many}.`];
}
