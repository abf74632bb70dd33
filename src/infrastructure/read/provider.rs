//! Whose a type of thing is.

/// What the types of Terraform begin with, and whose they are; others are called as they begin.
const OWNERS: [(&str, &str); 9] = [
    ("aws", "aws"),
    ("awscc", "aws"),
    ("azuread", "azure"),
    ("azurerm", "azure"),
    ("azapi", "azure"),
    ("google", "google"),
    ("google-beta", "google"),
    ("kubectl", "kubernetes"),
    ("kubernetes", "kubernetes"),
];

/// Of a type as Terraform has it, `aws_s3_bucket`.
pub(super) fn of_terraform(kind: &str) -> String {
    let start = kind.split('_').next().unwrap_or(kind);
    OWNERS.iter().find(|(own, _)| *own == start).map_or(start, |(_, owner)| owner).to_owned()
}
