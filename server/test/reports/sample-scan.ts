/** A hand-made scan of an invented shop: enough of everything that reports must show. */
import type { Destination } from "../../src/core/destinations/destination.js";
import type { Approval } from "../../src/core/exposures/approval.js";
import type { Exposure } from "../../src/core/exposures/exposure.js";
import type { Evidence, Marker } from "../../src/core/markers/marker.js";
import type { ScanResult } from "../../src/core/scan-result.js";
import * as plain from "../values.js";
import { rulebook } from "./sample-rulebook.js";

export function evidence(en: string, zh: string, line: number, weight = 2, literal = "user_embedding"): Evidence {
  return { signal: "definition", id: en.replaceAll(" ", "-"), what: { en, zh }, literal, line, column: 7, endColumn: 20, weight };
}

export function marker(given: Partial<Marker> & Pick<Marker, "id" | "path">): Marker {
  const line = given.evidence?.[0]?.line ?? 12;
  return plain.marker({
    fingerprint: `fp-${given.id}`,
    range: { line, column: 7, endLine: line, endColumn: 20 },
    confidence: 0.93,
    evidence: [
      evidence("a preference model is defined", "定义了偏好模型", line, 2.5),
      evidence("user and item embeddings", "用户与物品嵌入", line + 30, 1.7),
    ],
    ...given,
  });
}

export function destination(given: Partial<Destination> & Pick<Destination, "id">): Destination {
  return plain.destination({
    audience: "public",
    trail: [
      { path: ".git/config", line: 7, what: "remote.origin.url" },
      { path: "~/.gitconfig", line: 3, what: "url.insteadOf" },
    ],
    scopeKnown: true,
    ...given,
  });
}

export function exposure(given: Partial<Exposure> & Pick<Exposure, "marker" | "destination">): Exposure {
  return {
    id: `${given.marker}>${given.destination}`,
    regime: "CN",
    item: "CN:086501X/personalised-push",
    class: "restricted",
    leaves: true,
    state: "would-leave",
    procedure: "licence",
    level: "warning",
    decidedBy: "restricted-wording",
    approval: null,
    closed: false,
    ...given,
  };
}

export function approval(given: Partial<Approval> & Pick<Approval, "id">): Approval {
  return {
    kind: "licence",
    status: "approved",
    items: ["CN:086501X/personalised-push"],
    paths: ["src/serve/**"],
    destinations: ["aws:ap-southeast-1"],
    recipient: "Acme Singapore",
    reference: "技术出口许可证 2026-0042",
    contract: "C-118",
    issued: "2026-03-01",
    expires: "2026-12-10",
    requestedBy: "li.wei",
    approvedBy: "zhang.min",
    approvedAt: "2026-03-02",
    reason: "Serving ranks for the Singapore store",
    content: [],
    measures: {},
    uses: null,
    basis: null,
    path: ".borderline/approvals.yaml",
    line: 2,
    ...given,
  };
}

export const policy = plain.policy({
  path: ".borderline.yaml",
  contact: [{ regime: "CN", role: "Export compliance", channel: "export@acme.example", hours: "Mon-Fri 9-18" }],
  push: { block: "warning", undecided: "warn" },
});

/** Two modules and a lone weights file; remotes in the United States and Shanghai, a region in Singapore, a host nobody can place. */
export function sampleScan(changes: Partial<ScanResult> = {}): ScanResult {
  const markers = [
    marker({ id: "m1", path: "src/rank/model.py", module: "rank" }),
    marker({
      id: "m2",
      path: "src/rank/features.py",
      module: "rank",
      confidence: 0.7,
      evidence: [evidence("content features", "内容特征", 30)],
    }),
    marker({ id: "m3", path: "src/serve/api.py", module: "serve", role: "configures", confidence: 0.66 }),
    marker({
      id: "m4",
      path: "models/rank.safetensors",
      rule: "model-weights.safetensors",
      family: "model-weights",
      role: "carries",
      items: [{ id: "CN:free", fit: "carrier" }],
      evidence: [{ ...evidence("safetensors header", "safetensors 文件头", 1), signal: "format" }],
      measures: { parameters: 7241732096, dtype: "bf16" },
    }),
    marker({ id: "m5", path: "src/rank/old.py", module: "rank", suppressed: { reason: "a sorting helper, no model", line: 1 } }),
    marker({
      id: "m6",
      path: "src/lidar/cloud.cc",
      rule: "lidar.point-cloud",
      family: "lidar",
      items: [{ id: "CN:lidar", fit: "arguable" }],
      confidence: 0.6,
    }),
  ];
  const destinations = [
    destination({ id: "d-us" }),
    destination({
      id: "d-cn",
      name: "gitee",
      value: "git@gitee.com:acme/shop.git",
      host: "gitee.com",
      territory: "CN",
      audience: "organisation",
      line: 12,
      trail: [],
    }),
    destination({
      id: "d-sg",
      kind: "cloud-region",
      via: "deploy",
      name: "prod",
      value: "aws:ap-southeast-1",
      host: null,
      region: "aws:ap-southeast-1",
      cloud: "aws",
      territory: "SG",
      audience: "named",
      recipient: "Acme Singapore",
      path: "deploy/main.tf",
      line: 3,
      trail: [{ path: "deploy/prod.tfvars", line: 1, what: "variable.region" }],
    }),
    destination({
      id: "d-unknown",
      kind: "host",
      via: "deploy",
      name: "release",
      value: "secret DEPLOY_HOST",
      host: null,
      territory: null,
      certainty: "unknown",
      reason: "secret DEPLOY_HOST",
      audience: "unknown",
      path: ".github/workflows/release.yml",
      line: 30,
      trail: [],
    }),
  ];
  const exposures = [
    exposure({ marker: "m1", destination: "d-us" }),
    exposure({ marker: "m2", destination: "d-us", state: "already-there" }),
    exposure({ marker: "m1", destination: "d-cn", level: "note", leaves: false, decidedBy: "home" }),
    exposure({ marker: "m1", destination: "d-unknown", level: "note", leaves: null }),
    exposure({
      marker: "m3",
      destination: "d-sg",
      level: "note",
      closed: true,
      approval: { id: "A-1", kind: "licence", status: "closes", expires: "2026-12-10" },
    }),
    exposure({
      marker: "m4",
      destination: "d-us",
      item: "CN:free",
      class: "free",
      procedure: "registration",
      decidedBy: "free-weights",
      approval: { id: "A-2", kind: "registration", status: "requested", expires: "2027-06-01" },
    }),
    exposure({ marker: "m5", destination: "d-us", closed: true }),
    exposure({ marker: "m6", destination: "d-us", item: "CN:lidar", level: "note", decidedBy: "unverified" }),
  ];
  return {
    rulebook,
    root: "/home/li/shop",
    asOf: "2026-11-20",
    editions: { CN: "CN-civil/2025" },
    policy: {
      ...policy,
      approvals: [
        approval({ id: "A-1" }),
        approval({
          id: "A-2",
          kind: "registration",
          status: "requested",
          items: ["CN:free"],
          paths: ["models/**"],
          destinations: ["github.com/**"],
          approvedBy: null,
          approvedAt: null,
          issued: null,
          expires: "2027-06-01",
          line: 20,
        }),
      ],
    },
    remotesOf: "this clone only",
    history: false,
    scanned: {
      what: "tree",
      commit: "0123456789abcdef0123456789abcdef01234567",
      branch: "main",
      differing: ["src/rank/model.py"],
      ranges: [],
    },
    markers,
    modules: [
      { id: "rank", path: "src/rank", family: "recommendation", markers: ["m1", "m2", "m5"] },
      { id: "serve", path: "src/serve", family: "recommendation", markers: ["m3"] },
    ],
    destinations,
    exposures,
    skipped: [
      { path: "data/huge.bin", reason: "too-large", gap: true },
      { path: "img/logo.png", reason: "binary", gap: false },
    ],
    problems: [
      {
        code: "not-read",
        severity: "warning",
        path: "deploy/Pulumi.yaml",
        line: null,
        column: null,
        message: { en: "Pulumi files are known but not read", zh: "已识别 Pulumi 文件，但未读取" },
      },
    ],
    notLookedFor: ["CN:183506X"],
    stats: { files: 412, bytes: 1234567, candidates: 20, cached: 0, milliseconds: 340 },
    ignoredShare: 0,
    ...changes,
  };
}
