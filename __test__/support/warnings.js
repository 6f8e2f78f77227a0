/**
 * The warnings given while a test runs, as a list that starts empty in each: `{ message, code }`.
 * They are recorded instead of printed.
 */
function recordWarnings() {
  const warnings = [];
  let emitWarning;
  beforeEach(() => {
    warnings.length = 0;
    emitWarning = process.emitWarning;
    process.emitWarning = (warning, typeOrOptions, code) => {
      const options = typeof typeOrOptions === "object" ? typeOrOptions : { code };
      warnings.push({ message: warning.message ?? warning, code: warning.code ?? options?.code });
    };
  });
  afterEach(() => {
    process.emitWarning = emitWarning;
  });
  return warnings;
}

module.exports = { recordWarnings };
