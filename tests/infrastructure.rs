//! Infrastructure of one small organisation: every format, whose each thing is and why, no value of any of them, and one
//! problem for each broken file.

use std::fs;

use serde_json::Value;

use crate::support::site::Place;

const ORGANISATION: &str = r#"
-- desk/catalog-info.yaml --
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: desk, annotations: {backstage.io/kubernetes-id: front-desk}}
spec: {type: service, lifecycle: production, owner: crew}
-- desk/deploy/overlays/prod/all.yaml --
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: desk, labels: {backstage.io/kubernetes-id: front-desk}}
spec:
  template:
    spec:
      containers: [{name: web, image: "registry.acme.io/gate:1", env: [{name: PASSWORD, value: canary-7}]}]
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Secret
    metadata: {name: keys}
    data: {token: canary-7}
    stringData: {more: canary-7}
---
apiVersion: s3.aws.upbound.io/v1beta1
kind: Bucket
metadata: {name: tickets}
spec: {forProvider: {region: eu-west-1, tags: {component: gate}}}
-- desk/deploy/overlays/prod/kustomization.yaml --
kind: Kustomization
resources: [all.yaml]
secretGenerator: [{name: x, literals: [token=canary-7]}]
-- desk/chart/Chart.yaml --
apiVersion: v2
name: desk-chart
-- desk/chart/values.yaml --
web: {image: {registry: registry.acme.io, repository: gate}, key: canary-7}
-- desk/chart/templates/web.yaml --
apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}
{{- if .Values.x }}
-- desk/docker-compose.yml --
services:
  db: {image: postgres, environment: {PASSWORD: canary-7}}
-- desk/tests/k8s.yaml --
apiVersion: v1
kind: Service
metadata: {name: left-out}
-- gate/catalog-info.yaml --
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: gate
  annotations: {backstage.io/kubernetes-label-selector: "app=gate,tier=web", backstage.io/kubernetes-namespace: gate-staging}
spec: {type: service, lifecycle: production, owner: crew}
-- gate/k8s/all.yaml --
apiVersion: batch/v1
kind: CronJob
metadata: {name: sweep, namespace: gate-staging, labels: {app: gate, tier: web}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: other, namespace: elsewhere, labels: {app: gate, tier: web, app.kubernetes.io/name: desk}}
-- infra/main.tf --
# resource "not" "this" {
resource "aws_s3_bucket" "logs" {
  bucket = "logs-${var.name}"
  region = "eu-central-1"
  policy = <<DOC
{ "open": "{" }
DOC
  tags = { Service = "gate", Environment = "prod" }
}

data "aws_ami" "base" { owners = ["self"] }

module "network" {
  source   = "./network"
  password = "canary-7"
}
-- infra/live/prod/terraform.tfstate --
{"version": 4, "terraform_version": "1.9.0", "resources": [
  {"mode": "managed", "type": "azurerm_storage_account", "name": "store", "instances": [
    {"index_key": 0, "attributes": {"location": "westeurope", "secret": "canary-7", "tags": {"env": "canary-7"}},
     "sensitive_attributes": [[{"type": "get_attr", "value": "tags"}]]}]}]}
-- infra/tfplan.json --
{"format_version": "1.0", "terraform_version": "1.9.0", "planned_values": {"root_module": {"child_modules": [{"resources": [
  {"address": "module.a.google_sql_database_instance.main", "mode": "managed", "type": "google_sql_database_instance",
   "name": "main", "values": {"region": "europe-west1", "root_password": "canary-7", "labels": {"app": "component:default/desk"}},
   "sensitive_values": {"root_password": true}}]}]}}}
-- infra/stack.yaml --
Transform: AWS::Serverless-2016-10-31
Resources:
  Sell:
    Type: AWS::Serverless::Function
    Properties: {Handler: !Ref Name, Environment: {Variables: {KEY: canary-7}}, Tags: {application: desk}}
-- infra/sls/serverless.yml --
service: gate
provider: {name: aws, region: us-east-1, stage: dev, environment: {KEY: canary-7}}
functions:
  open: {handler: a.b}
-- infra/aws-config.json --
{"configurationItems": [{"resourceType": "AWS::EC2::Instance", "ARN": "arn:aws:ec2:eu-west-1:1:instance/i-1",
  "awsRegion": "eu-west-1", "configuration": {"userData": "canary-7"}}]}
-- infra/azure.json --
{"data": [{"id": "/subscriptions/1/x/sites/front", "name": "front", "type": "microsoft.web/sites", "location": "westeurope"}]}
-- infra/gcp-assets.jsonl --
{"name": "//storage.googleapis.com/photos", "assetType": "storage.googleapis.com/Bucket", "resource": {"location": "EU"}}
-- infra/kubectl.json --
{"apiVersion": "v1", "kind": "List", "items": [
  {"apiVersion": "helm.toolkit.fluxcd.io/v2", "kind": "HelmRelease", "metadata": {"name": "cache", "namespace": "x"},
   "spec": {"values": {"image": {"repository": "registry.acme.io/desk"}}}}]}
-- infra/broken/terraform.tfstate --
{"version": 4, "terraform_version": "1.9.0", "resources": [
  {"secret": "canary-7",
-- infra/broken/main.tf --
resource "aws_s3_bucket" "logs" {
  password = "canary-7"
-- infra/broken/aws.json --
{"configurationItems": [{"resourceType": "AWS::EC2::Instance",
  "secret": "canary-7", oh
-- infra/broken/pod.yaml --
apiVersion: v1
kind: Secret
data: {password: canary-7, password: canary-7
"#;

/// Provider, type, name, environment, region, place; and whose it is, why.
const THINGS: &str = "\
kubernetes Deployment web production - desk/deploy/overlays/prod/all.yaml:2 desk by annotation, gate by image
kubernetes Secret keys production - desk/deploy/overlays/prod/all.yaml:13 desk by folder
aws Bucket.s3.aws.upbound.io tickets production eu-west-1 desk/deploy/overlays/prod/all.yaml:19 gate by tag
kubernetes Kustomization prod production - desk/deploy/overlays/prod/kustomization.yaml:1 desk by folder
helm Chart desk-chart - - desk/chart/Chart.yaml:2 gate by image
docker service db - - desk/docker-compose.yml:2 desk by folder
kubernetes CronJob sweep staging - gate/k8s/all.yaml:2 gate by annotation
kubernetes CronJob other - - gate/k8s/all.yaml:6 desk by label
aws aws_s3_bucket logs production eu-central-1 infra/main.tf:2 gate by tag
aws data.aws_ami base - - infra/main.tf:11
terraform module network - - infra/main.tf:13
azure azurerm_storage_account store production westeurope infra/live/prod/terraform.tfstate:2
google google_sql_database_instance main - europe-west1 infra/tfplan.json:2 desk by tag
aws AWS::Serverless::Function Sell - - infra/stack.yaml:3 desk by tag
aws AWS::Lambda::Function open development us-east-1 infra/sls/serverless.yml:4 gate by tag
aws AWS::EC2::Instance i-1 - eu-west-1 infra/aws-config.json:1
azure microsoft.web/sites front - westeurope infra/azure.json:1
google storage.googleapis.com/Bucket photos - EU infra/gcp-assets.jsonl:1
kubernetes HelmRelease.helm.toolkit.fluxcd.io cache - - infra/kubectl.json:2 desk by image";

const BROKEN: [&str; 4] = ["broken/aws.json:2", "broken/main.tf:1", "broken/pod.yaml:", "broken/terraform.tfstate:"];

fn line(thing: &Value) -> String {
    let text = |key: &str| thing[key].as_str().unwrap_or("-").to_owned();
    let words = ["provider", "type", "name", "environment", "region"].map(text).join(" ");
    let tie = |tie: &Value| {
        let entity = tie["ref"].as_str().and_then(|id| id.rsplit('/').next()).unwrap_or_default();
        format!("{entity} by {}", tie["reason"].as_str().unwrap_or_default())
    };
    let ties: Vec<String> = thing["entities"].as_array().into_iter().flatten().map(tie).collect();
    format!("{words} {}/{}:{} {}", text("repo"), text("path"), thing["line"], ties.join(", ")).trim_end().to_owned()
}

#[test]
fn every_format_names_things_and_no_value_of_theirs() {
    let place = Place::new(ORGANISATION);
    let ran = place.run("", &["build", "desk", "gate", "infra", "--output", "site"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let read = |path: &str| fs::read_to_string(place.path("site").join(path)).expect(path);
    let file: Value = serde_json::from_str(&read("api/v1/infrastructure.json")).expect("JSON");
    let mut found: Vec<String> = file["things"].as_array().expect("things").iter().map(line).collect();
    let mut expected: Vec<&str> = THINGS.lines().collect();
    found.sort();
    expected.sort_unstable();
    assert_eq!(found, expected, "{found:#?}");

    let problems: Value = serde_json::from_str(&read("api/v1/diagnostics.json")).expect("JSON");
    let of_rule = problems.as_array().into_iter().flatten().filter(|one| one["rule"] == "broken-infrastructure-file");
    let at = |one: &Value| format!("{}:{}", one["path"].as_str().unwrap_or_default(), one["line"]);
    let places: Vec<String> = of_rule.map(at).collect();
    assert_eq!(places.len(), BROKEN.len(), "{places:?}");
    assert!(places.iter().zip(BROKEN).all(|(place, start)| place.starts_with(start)), "{places:?}");
    for (page, words) in [
        ("explore/infrastructure.html", "infra/<wbr>live/<wbr>prod/<wbr>terraform.<wbr>tfstate:<wbr>2"),
        ("explore/infrastructure.html", "explore/index.html#q=infrastructure"),
        (
            "catalog/component/default/gate.html",
            "annotation backstage.<wbr>io/<wbr>kubernetes-<wbr>label-<wbr>selector",
        ),
    ] {
        let plain = |text: &str| text.replace("<wbr>", "");
        assert!(plain(&read(page)).contains(&plain(words)), "{page} shows {words}");
    }
    let asked = [
        "query",
        "infrastructure:kubernetes/CronJob environments:staging",
        "desk",
        "gate",
        "--quiet",
        "--format",
        "json",
    ];
    let answer = place.run("", &asked).out;
    assert!(answer.contains("component:default/gate") && !answer.contains("component:default/desk"), "{answer}");
    assert!(!ran.err.contains("canary-7"), "{}", ran.err);
    let mut folders = vec![place.path("site")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).expect("a file");
                assert!(!String::from_utf8_lossy(&bytes).contains("canary-7"), "{}", path.display());
            }
        }
    }
}
