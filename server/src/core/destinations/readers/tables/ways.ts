/** The ways out that most rows of these tables share: what kind of place it is, and how files get there. */

export const publishes = { kind: "package-registry", via: "publish" } as const;
export const publishesOpenly = { ...publishes, audience: "public" } as const;
export const pushesImages = { kind: "registry", via: "push" } as const;
export const pushesCode = { kind: "git-remote", via: "push" } as const;
export const mirrors = { kind: "git-mirror", via: "mirror" } as const;
export const deploys = { kind: "host", via: "deploy" } as const;
export const deploysInCloud = { kind: "cloud-region", via: "deploy" } as const;
export const uploads = { kind: "host", via: "upload" } as const;
export const storesObjects = { kind: "object-storage", via: "upload" } as const;
