// Validates documents with ajv in strict mode: node ajv.mjs NODE_MODULES SCHEMA CASES
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, schemaPath, casesPath] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const schema = JSON.parse(readFileSync(schemaPath, "utf8"));
const drafts = { "2020-12": "ajv/dist/2020.js", "2019-09": "ajv/dist/2019.js" };
const draft = Object.keys(drafts).find((name) => schema.$schema?.includes(name));
const Ajv = require(draft ? drafts[draft] : "ajv").default;

// Keywords for editors only; strict mode refuses what it does not know.
const editorKeywords = [
  "markdownDescription", "enumDescriptions", "markdownEnumDescriptions", "defaultSnippets",
  "patternErrorMessage", "errorMessage", "deprecationMessage", "doNotSuggest", "suggestSortText",
];
const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true, validateFormats: false });
ajv.addVocabulary(editorKeywords);
const validate = ajv.compile(schema);
const answers = JSON.parse(readFileSync(casesPath, "utf8")).map(({ value }) => ({
  valid: validate(value),
  errors: (validate.errors ?? []).slice(0, 4).map((e) => `${e.instancePath} ${e.message}`).join("; "),
}));
process.stdout.write(JSON.stringify(answers));
