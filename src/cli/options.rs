//! Arguments that all commands share.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use crate::{
    config::{self, Config},
    diagnostic::{Format, Severity},
    model::{Audience, Profile},
};

/// What is read, how, and how it is told.
#[derive(Debug, Args)]
pub struct Common {
    /// Repositories to read: folders, bare repositories or URLs, each with an optional `#REF`
    ///
    /// A folder is read as it lies there, uncommitted files included; `#REF` reads a branch, tag or
    /// commit instead. Without SOURCES, `callboard.yaml` or `.callboard.yaml` in the working directory
    /// names them; without that file, the working directory is the one source. With SOURCES, no
    /// configuration is looked for: name it with --config to use its other settings.
    #[arg(value_name = "SOURCES", value_hint = ValueHint::AnyPath)]
    pub sources: Vec<String>,

    /// Read what `callboard collect` wrote, instead of repositories; may be repeated
    ///
    /// DIR is a fragment, a folder that holds fragments, or a glob of such folders. The repositories of all
    /// fragments together are what is read, besides SOURCES. Of `callboard.yaml`, all but the sources counts.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, num_args = 1..)]
    pub fragments: Vec<String>,

    /// The configuration file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,

    /// The severity of a rule: `off`, `info`, `warning` or `error`; may be repeated
    #[arg(long = "rule", value_name = "ID=SEVERITY", value_parser = rule_setting)]
    pub rules: Vec<(String, Option<Severity>)>,

    /// Where remote repositories, and work that the next build can use, are kept between builds
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub cache: Option<PathBuf>,

    /// How many threads work at once; all cores unless given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,

    /// Show how long each stage took and the memory it needed, on standard error
    #[arg(long)]
    pub timings: bool,

    /// No progress and no summary; problems are still shown
    #[arg(long, short)]
    pub quiet: bool,
}

/// How problems are told, of commands that show them.
#[derive(Debug, Args)]
pub struct Telling {
    /// How problems are shown, on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    pub format: Format,

    /// Also write them in another format, into a file; may be repeated
    #[arg(long = "also", value_name = "FORMAT=FILE", value_parser = filed)]
    pub also: Vec<(Format, PathBuf)>,

    /// Write counts as `name=value` lines, into a file that CI systems read
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub counts: Option<PathBuf>,
}

fn filed(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, file) = text.split_once('=').ok_or("write it as `format=file`, e.g. `sarif=callboard.sarif`")?;
    Ok((Format::from_str(format, false)?, PathBuf::from(file)))
}

/// Where the site goes, of commands that care.
#[derive(Debug, Args)]
pub struct Place {
    /// Where the site goes: `folder`, `github-pages`, `gitlab-pages`, `cloudflare-pages`, `netlify` or `s3`
    ///
    /// The site is held to the limits of that place and gets the files that it reads. Whatever is not a
    /// folder counts as public unless the configuration or its host says otherwise, and sources that
    /// not everyone may read are then refused: `callboard publish-check` explains.
    #[arg(long, value_name = "PLACE", value_parser = config::profile)]
    pub profile: Option<Profile>,

    /// The audiences of the configuration to build for, by name; all unless given
    #[arg(long = "audience", value_name = "NAME")]
    pub audiences: Vec<String>,
}

impl Place {
    /// The portals that are asked for, each with the name of its audience: one without a name when there are no
    /// audiences. What the arguments say wins over the configuration.
    ///
    /// # Errors
    /// When no audience has a name that was given.
    pub fn portals(&self, config: &Config) -> Result<Vec<(Option<String>, Config)>, String> {
        for wanted in &self.audiences {
            audience(config, wanted)?;
        }
        let wanted = |name: &str| self.audiences.is_empty() || self.audiences.iter().any(|wanted| wanted == name);
        let mut portals: Vec<(Option<String>, Config)> = config
            .audiences
            .iter()
            .filter(|audience| wanted(&audience.name))
            .map(|audience| (Some(audience.name.clone()), config.of_audience(audience)))
            .collect();
        if config.audiences.is_empty() {
            portals.push((None, config.clone()));
        }
        for (_, config) in &mut portals {
            config.publication.profile = self.profile.unwrap_or(config.publication.profile);
        }
        Ok(portals)
    }
}

/// Whose eyes the sources are seen with.
#[derive(Debug, Args)]
pub struct Seen {
    /// Read only what this audience of the configuration sees
    #[arg(long, value_name = "NAME")]
    pub audience: Option<String>,
}

impl Seen {
    /// The configuration of the audience that is asked for; everything without one.
    ///
    /// # Errors
    /// When no audience has that name.
    pub fn narrow(&self, config: &mut Config) -> Result<(), String> {
        let Some(wanted) = &self.audience else { return Ok(()) };
        *config = config.of_audience(audience(config, wanted)?);
        Ok(())
    }
}

/// The audience of a name.
fn audience<'c>(config: &'c Config, wanted: &str) -> Result<&'c Audience, String> {
    config.audiences.iter().find(|audience| audience.name == wanted).ok_or_else(|| {
        let names = config.audiences.iter().map(|audience| audience.name.as_str());
        let near = crate::diagnostic::nearest(wanted, names);
        let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        format!("no audience is called `{wanted}`{hint}")
    })
}

fn rule_setting(text: &str) -> Result<(String, Option<Severity>), String> {
    let (id, severity) = text.split_once('=').ok_or("write it as `rule=severity`, e.g. `orphan-entity=off`")?;
    let rules = crate::rules::ids();
    if !rules.contains(&id) {
        let near = crate::diagnostic::nearest(id, rules.iter().copied());
        let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(format!("no rule is called `{id}`{hint}"));
    }
    Ok((id.to_owned(), crate::config::severity(severity)?))
}
