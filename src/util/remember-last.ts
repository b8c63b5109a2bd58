/** A function that remembers its last result, for what several callers ask in turn. */
export function rememberLast<A extends readonly unknown[], R>(compute: (...given: A) => R): (...given: A) => R {
  let last: { readonly given: A; readonly result: R } | undefined;
  return (...given) => {
    if (last?.given.every((each, index) => each === given[index]) !== true) last = { given, result: compute(...given) };
    return last.result;
  };
}
