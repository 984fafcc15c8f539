import tseslint from "typescript-eslint";

const folders = ["streams", "models", "losses", "updates", "schedules", "comparators", "worlds"];

/** Members of different folders never import each other; reports see results only; nothing outside the host imports it. */
const direction = [
  ...folders.map((folder) => ({
    files: [`src/${folder}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: folders
            .filter((other) => other !== folder)
            .map((other) => ({
              regex: `(^|/)${other}/`,
              message: "Members of different folders do not import each other.",
            })),
        },
      ],
    },
  })),
  ...["*", "*/*"].map((depth, folders) => ({
    files: [`src/report/${depth}.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: `^${"../".repeat(folders + 1)}(engine|data|streams|models|losses|updates|schedules|comparators|simulate|replay|planner|cli)(/|\\.ts)`,
              allowTypeImports: true,
              message: "Reports are pure functions of results.",
            },
          ],
        },
      ],
    },
  })),
];

export default tseslint.config(
  { ignores: ["dist", "build", "node_modules", "coverage", "assembly", "test/assembly"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  ...direction,
  {
    files: ["src/**/*.ts"],
    ignores: ["src/report/**", "src/cli/**"],
    rules: {
      "no-restricted-properties": [
        "error",
        ...[
          "exp",
          "expm1",
          "log",
          "log1p",
          "log2",
          "log10",
          "pow",
          "hypot",
          "sin",
          "cos",
          "tan",
          "tanh",
          "cbrt",
        ].map((property) => ({
          object: "Math",
          property,
          message: "Engines round it differently: results may depend on kernels, + - * / and Math.sqrt only.",
        })),
      ],
    },
  },
);
