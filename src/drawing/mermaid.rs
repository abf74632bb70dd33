//! Mermaid by merman: deterministic measures, fixed dates, bounded work, one set of colours that stand for the theme's.

use std::{
    panic::{self, AssertUnwindSafe},
    sync::LazyLock,
};

use merman::{
    Engine, MermaidConfig, OperationControl, RenderError, RenderOutput, RenderRequest, Renderer, SvgEnvironment,
    SvgRequest,
    resources::{InputResourceLimitId, InputResourcePolicy, ResourceProfile},
    svg::{
        HostTheme, HostThemeAppearance, Presentation, PresentationRenderPolicy, RenderResourcePolicy, SvgPipeline,
        SvgRenderOptions, ThemeRole,
    },
};

use super::{Fault, colour};

/// The id that merman gives to the drawing; it is replaced when the drawing is written.
pub const ID: &str = "d";

/// Size of the text, in pixels.
pub const FONT_SIZE: &str = "14px";

/// The most nodes, arrows and the like, and how deep they are nested: laying out takes its time.
const MOST_ITEMS: usize = 1000;
const DEEPEST: usize = 32;

/// What a document may not choose: these would fight with the portal's theme or reach outside.
const OWN: [&str; 9] =
    ["secure", "securityLevel", "theme", "themeVariables", "themeCSS", "fontFamily", "look", "darkMode", "maxTextSize"];

struct Tools {
    renderer: Renderer,
    policy: PresentationRenderPolicy,
}

static TOOLS: LazyLock<Tools> = LazyLock::new(|| {
    const SOUND: &str = "colours and fonts are written as CSS has them";
    let mut theme = HostTheme::new().with_appearance(HostThemeAppearance::Light);
    theme = theme.try_with_font_family("system-ui, sans-serif").expect(SOUND);
    theme = theme.try_with_font_size(FONT_SIZE).expect(SOUND);
    for (number, role) in (0..).zip(ThemeRole::ALL) {
        theme = theme.try_with_role(role, colour::role(number)).expect(SOUND);
    }
    theme = theme.try_with_series_palette((0..colour::SERIES).map(colour::series)).expect(SOUND);
    let resolved = Presentation::new().with_theme(theme).resolve();
    let config = MermaidConfig::from_value(serde_json::json!({ "secure": OWN, "look": "classic" }));
    let engine = resolved.materialize_engine(Engine::new().with_site_config(config));
    Tools { renderer: Renderer::new().with_engine(engine), policy: resolved.render_policy() }
});

/// The drawing as merman makes it.
pub fn draw(source: &str) -> Result<String, Fault> {
    let request = SvgRequest {
        environment: SvgEnvironment::deterministic()
            .with_resource_policy(RenderResourcePolicy::for_profile(ResourceProfile::Constrained)),
        pipeline: Some(SvgPipeline::resvg_safe()),
        presentation: TOOLS.policy,
        options: SvgRenderOptions { diagram_id: Some(ID.to_owned()), ..SvgRenderOptions::default() },
        ..SvgRequest::default()
    };
    let request = RenderRequest::svg(source, OperationControl::new(), request).with_resource_policy(resources());
    // A fault of the library must not end the whole run.
    let drawn = panic::catch_unwind(AssertUnwindSafe(|| TOOLS.renderer.render(request)));
    let none =
        || Fault { line: first_line(source), message: "no kind of diagram that is drawn here begins so".to_owned() };
    match drawn {
        Ok(Ok(RenderOutput::Svg(Some(svg)))) => Ok(svg.into_parts().0),
        Ok(Ok(_)) => Err(none()),
        Ok(Err(RenderError::Parse(error))) if error.to_string().contains("detected") => Err(none()),
        Ok(Err(RenderError::ResourceLimitExceeded(_) | RenderError::Cancelled(_))) => {
            Err(Fault { line: first_line(source), message: "it is larger than what is drawn here".to_owned() })
        }
        Ok(Err(error)) => Err(fault(source, &error)),
        Err(_) => Err(Fault { line: 1, message: "the drawing library failed on this diagram".to_owned() }),
    }
}

/// What a diagram may cost.
fn resources() -> InputResourcePolicy {
    let policy = InputResourcePolicy::for_profile(ResourceProfile::Constrained);
    let policy = policy.with_limit(InputResourceLimitId::MaxModelItems, MOST_ITEMS);
    let policy = policy.and_then(|policy| policy.with_limit(InputResourceLimitId::MaxModelNestingDepth, DEEPEST));
    policy.expect("the limits are above zero")
}

/// The line on which a diagram begins.
fn first_line(source: &str) -> u32 {
    let blank = source.lines().take_while(|line| line.trim().is_empty()).count();
    u32::try_from(blank + 1).unwrap_or(1)
}

fn fault(source: &str, error: &RenderError) -> Fault {
    let start = match error {
        RenderError::Parse(error) => error.terminal_diagnostic_details().span.map(|span| span.start),
        _ => None,
    };
    let before = start.and_then(|start| source.get(..start));
    let line = before.map_or_else(
        || first_line(source),
        |before| {
            // What is missing at the end is missing on the last line that says something.
            let last = source.trim_end().lines().count().max(1);
            u32::try_from((before.matches('\n').count() + 1).min(last)).unwrap_or(1)
        },
    );
    let message = error.to_string();
    let message = message
        .split_once("): ")
        .filter(|_| message.starts_with("Diagram parse error"))
        .map_or(&*message, |(_, rest)| rest);
    let mut message: String = message.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = message.char_indices().nth(200) {
        message.truncate(end);
    }
    Fault { line, message: message.trim_end_matches('.').to_owned() }
}
