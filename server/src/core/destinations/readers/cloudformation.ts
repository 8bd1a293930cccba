/** CloudFormation, SAM and Alibaba's ROS templates: regions and zones that a template fixes, own registries, stores it replicates to. */
import type { FoundDestination } from "../destination.js";
import { at, documentsOf, eachScalar, entriesOf, isListOfObjects, itemsOf, scalarAt, textOf, type Node, type Scalar } from "../document.js";
import { hostsFound, regionsFound, unplaced, type Mention } from "../found.js";
import { ownRegistry } from "../image.js";
import { projectScope } from "../paths.js";
import type { Reader } from "../reader.js";
import { looksLikeRegion } from "../region-name.js";
import { known } from "../value.js";

export const cloudformation: Reader = {
  id: "cloudformation",
  endings: ["yaml", "yml", "json", "template"],
  claims: (path) => /\.(?:ya?ml|json|template)$/.test(path),
  idle: (text) => isListOfObjects(text) || !/AWSTemplate|AWS::|ROSTemplate|A(?:liyun|LIYUN)::/.test(text),
  read(path, text, tree) {
    const aws = /AWSTemplateFormatVersion|AWS::Serverless-2016|["']?Type["']?\s*:\s*["']?AWS::/.test(text);
    const ros = /ROSTemplateFormatVersion|Aliyun::Serverless-2018|["']?Type["']?\s*:\s*["']?ALIYUN::/.test(text);
    if (!aws && !ros) return { destinations: [], problems: [] };
    const { roots, problems } = documentsOf(tree, path, text);
    const templates = roots.filter((root) => at(root, "Resources") !== undefined);
    return {
      destinations: templates.flatMap((root) => fromTemplate(root, ros && !aws ? "aliyun" : "aws", path)),
      problems: templates.length > 0 ? problems : [],
    };
  },
};

function fromTemplate(root: Node, cloud: string, path: string): FoundDestination[] {
  return [...parameters(root, cloud, path), ...resources(root, cloud, path)];
}

const regionKey =
  /^(?:Region|Regions|RegionId|AvailabilityZone|AvailabilityZones|AvailabilityZoneId|ZoneId|ZoneIds|MasterZoneIds|Location|ReplicaRegions?|DestinationRegion|AwsRegion|AWSRegion)$/;

/** Defaults of parameters that are regions or zones by their name. */
function parameters(root: Node, cloud: string, path: string): FoundDestination[] {
  return entriesOf(at(root, "Parameters")).flatMap((entry) => {
    const value = scalarAt(entry.value, "Default");
    if (!value || !/region|availabilityzone|(?:^|[a-z])zone(?:id|s)?\d?$|^az\d?$/i.test(entry.key)) return [];
    return value.text
      .split(/\s*,\s*/)
      .flatMap((part) =>
        looksLikeRegion(cloud, part)
          ? regionsFound(cloud, known(part), findingAt(value, `Parameters.${entry.key}`, "Parameters.Default", path))
          : [],
      );
  });
}

function resources(root: Node, cloud: string, path: string): FoundDestination[] {
  return entriesOf(at(root, "Resources")).flatMap((entry) => {
    const type = textOf(at(entry.value, "Type")) ?? "";
    const found: FoundDestination[] = [];
    eachScalar(entry.value, (scalar, keys) => {
      const key = keys.findLast((each) => !/^Fn::|^Ref$/.test(each)) ?? "";
      const finding = findingAt(scalar, entry.key, `${type}.${key}`, path);
      if (regionKey.test(key) && !keys.some((each) => /^(?:Ref|Fn::(?:GetAZs|FindInMap|GetAtt))$/.test(each)) && scalar.tag === null) {
        if (looksLikeRegion(cloud, scalar.text)) found.push(...regionsFound(cloud, known(scalar.text), finding));
      } else if (/^(?:Image|ImageUri|ImageUrl|RepositoryUri|DockerImage)$/.test(key)) found.push(...image(scalar, finding, root, cloud));
    });
    return found;
  });
}

/** An image of one's own registry; a pseudo parameter in its host leaves the region to the stack. */
function image(scalar: Scalar, finding: Mention, root: Node, cloud: string): FoundDestination[] {
  const publish: Mention = { ...finding, via: "publish" };
  if (/\$\{AWS::Region\}|\$\{ALIYUN::Region\}/.test(scalar.text))
    return /dkr\.ecr|aliyuncs/.test(scalar.text)
      ? [unplaced("registry", `${cloud === "aws" ? "AWS" : "ALIYUN"}::Region of the stack`, publish)]
      : [];
  const filled = scalar.text
    .replace(/\$\{(?:AWS::AccountId)\}/g, "000000000000")
    .replace(/\$\{(?:AWS::URLSuffix)\}/g, "amazonaws.com")
    .replace(/\$\{([A-Za-z0-9]+)\}/g, (_all, name: string) => scalarAt(root, "Parameters", name, "Default")?.text ?? "x");
  return hostsFound("registry", known(filled), publish, (text) => ownRegistry(text)?.replace(/^000000000000\./, "")).map((each) => ({
    ...each,
    value: scalar.text,
  }));
}

function findingAt(scalar: Scalar, name: string, what: string, path: string): Mention {
  return { via: "deploy", name, written: scalar.text, path, line: scalar.line, what, scope: projectScope(path) };
}

/** Azure Resource Manager templates: the location of resources and the default of the parameter that gives it. */
export const azureTemplate: Reader = {
  id: "azure-template",
  endings: ["json"],
  claims: (path) => path.endsWith(".json"),
  idle: (text) => isListOfObjects(text) || !text.includes("schema.management.azure."),
  read(path, text, tree) {
    if (!/schema\.management\.azure\.(?:com|cn)\/schemas\/[\w-]+\/\w*[dD]eployment/.test(text)) return { destinations: [], problems: [] };
    const { roots, problems } = documentsOf(tree, path, text);
    const destinations = roots.flatMap((root) => {
      const found: FoundDestination[] = [];
      const add = (scalar: Scalar | undefined, what: string): void => {
        const text = scalar?.text ?? "";
        if (scalar && !text.startsWith("[") && looksLikeRegion("azure", text))
          found.push(...regionsFound("azure", known(text), findingAt(scalar, what, what, path)));
      };
      for (const entry of entriesOf(at(root, "parameters")))
        if (/location|region/i.test(entry.key))
          for (const key of ["defaultValue", "value"]) add(scalarAt(entry.value, key), `parameters.${entry.key}`);
      for (const entry of entriesOf(at(root, "variables")))
        if (/location|region/i.test(entry.key) && entry.value.kind === "scalar") add(entry.value, `variables.${entry.key}`);
      for (const resource of itemsOf(at(root, "resources"))) add(scalarAt(resource, "location"), "resources.location");
      return found;
    });
    return { destinations, problems };
  },
};

/** Bicep: `param location string = 'eastus'` and `location: 'eastus'`. Its lines are enough for these two; nothing else of it names a place. */
export const bicep: Reader = {
  id: "bicep",
  endings: ["bicep", "bicepparam"],
  claims: (path) => /\.bicep(?:param)?$/.test(path),
  read(path, text) {
    const destinations = text.split("\n", 50_000).flatMap((line, i) => {
      const [, name = "", region = ""] =
        /^\s*(?:param\s+|var\s+)?(\w*(?:location|region)\w*)\s*(?:string\s*)?[:=]\s*'([^'$]{2,40})'/i.exec(line.slice(0, 2_000)) ?? [];
      return region !== "" && looksLikeRegion("azure", region)
        ? regionsFound("azure", known(region), {
            via: "deploy",
            name,
            written: region,
            path,
            line: i + 1,
            what: name,
            scope: projectScope(path),
          })
        : [];
    });
    return { destinations, problems: [] };
  },
};
