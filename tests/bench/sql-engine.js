#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// An SQL engine of npm for statistics.py: sql-engine.js duckdb|clickhouse PATH. Each line of standard input, a JSON array of statements, is
// answered by {"cpu": seconds, "peak": MB, "rows": [the rows of each]}.
"use strict";
const readline = require("readline");

const engines = {
	duckdb: async (path) => {
		const { DuckDBInstance } = require("@duckdb/node-api");
		const connection = await (await DuckDBInstance.create(path)).connect();
		return async (sql) => (await connection.runAndReadAll(sql)).getRowsJson();
	},
	clickhouse: async (path) => {
		const { Session } = require("chdb");
		const session = new Session(path);
		return async (sql) => {
			const text = session.query(sql, "JSONCompactEachRow");
			return text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
		};
	},
};

async function main() {
	const run = await engines[process.argv[2]](process.argv[3]);
	for await (const line of readline.createInterface({ input: process.stdin })) {
		const start = process.cpuUsage();
		const rows = [];
		for (const sql of JSON.parse(line))
			rows.push(await run(sql));
		const used = process.cpuUsage(start);
		process.stdout.write(JSON.stringify({ cpu: (used.user + used.system) / 1e6, peak: process.resourceUsage().maxRSS / 1024, rows }) + "\n");
	}
	process.exit(0);
}

main().catch((error) => {
	process.stderr.write(`sql-engine: ${error.message}\n`);
	process.exit(1);
});
