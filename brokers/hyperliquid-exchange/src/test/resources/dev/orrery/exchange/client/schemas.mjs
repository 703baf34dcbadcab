// What the client's own types say about answers and events, as JSON schemas: nothing may be missing,
// nothing may be there that they do not know, and decimals must look as they say.
import { writeFileSync, rmSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import { createGenerator } from "ts-json-schema-generator";

const METHODS = path.resolve("node_modules/@nktkas/hyperliquid/esm/api");

const capital = (name) => name[0].toUpperCase() + name.slice(1);

/** Validators by kind and method, as `check.info.l2Book`. */
export function validators(wanted) {
  const entry = path.resolve("answers.ts");
  const imports = [];
  const fields = [];
  for (const [kind, suffix] of [["info", "Response"], ["exchange", "SuccessResponse"], ["subscription", "Event"]]) {
    for (const method of wanted[kind]) {
      const name = `${kind}_${method}`;
      const file = `./node_modules/@nktkas/hyperliquid/esm/api/${kind}/_methods/${method}.js`;
      imports.push(`import type { ${capital(method)}${suffix} as ${name} } from "${file}";`);
      fields.push(`  ${name}: ${name};`);
    }
  }
  writeFileSync(entry, `${imports.join("\n")}\nexport type Answers = {\n${fields.join("\n")}\n};\n`);
  const schema = createGenerator({
    path: entry,
    type: "Answers",
    additionalProperties: false,
    skipTypeCheck: true,
    topRef: false,
    expose: "none",
    jsDoc: "extended",
  }).createSchema("Answers");
  rmSync(entry);
  const ajv = new Ajv({ strict: false, allErrors: true });
  const check = { info: {}, exchange: {}, subscription: {} };
  for (const kind of Object.keys(check)) {
    for (const method of wanted[kind]) {
      const one = schema.properties[`${kind}_${method}`];
      if (!one) throw new Error(`no type for ${kind} ${method}`);
      const validate = ajv.compile({ definitions: schema.definitions, ...one });
      check[kind][method] = (value) => {
        if (!validate(value)) {
          const why = validate.errors.slice(0, 5).map((it) => `${it.instancePath} ${it.message} ${JSON.stringify(it.params)}`);
          throw new Error(`${kind} ${method} is not what the client's types say: ${why.join("; ")}\n${JSON.stringify(value).slice(0, 2000)}`);
        }
        return value;
      };
    }
  }
  return check;
}
