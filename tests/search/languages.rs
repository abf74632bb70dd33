//! Ranking in languages other than English: a handful of pages each, and what people ask.

use callboard::index;

use super::{files, page};

/// Title and text of a page.
type Text = (&'static str, &'static str);

const GERMAN: [Text; 7] = [
    (
        "Rechnungen",
        "Der Dienst schreibt Rechnungen und ist mit der Buchhaltung verbunden. Das Archiv ist nicht öffentlich.",
    ),
    (
        "Zahlungen prüfen",
        "Eine Zahlung wird geprüft, und das Ergebnis ist ein Eintrag auf der Liste. Die Prüfung ist nicht teuer.",
    ),
    ("Störungen melden", "Wer eine Störung sieht, meldet sie auf der Seite mit dem Formular und ist nicht allein."),
    (
        "Neue Versionen ausrollen",
        "Die Auslieferung ist ein Schritt mit Freigabe.\n# Zurückrollen\nDas Zurücknehmen einer Version ist nicht schwer.",
    ),
    ("Zugriffsrechte", "Das Recht auf Zugriff ist mit der Gruppe verbunden und nicht mit der Person."),
    ("Größe der Warteschlange", "Die Größe ist auf tausend begrenzt, und der Rest wird nicht angenommen."),
    ("Straßenkarte", "Das ist die Karte mit den Straßen, und auf ihr ist der Fluss nicht zu sehen."),
];

const FRENCH: [Text; 7] = [
    (
        "Déploiements",
        "Les déploiements sont faits par l'équipe dans les régions, et vous avez une liste des versions pour une année.",
    ),
    (
        "L’équipe de paiement",
        "Une équipe est responsable des paiements. Elle est dans les bureaux avec vous pour une année.",
    ),
    (
        "Gestion des accès",
        "Les accès sont gérés dans une console. Vous avez des droits pour une durée avec validation.",
    ),
    (
        "Sauvegarder la base de données",
        "Une sauvegarde est faite des tables dans la nuit, pour les données et avec chiffrement.",
    ),
    ("Surveillance", "Les alertes sont dans une file. Vous êtes prévenus avec un message pour des incidents."),
    (
        "Signaler un incident",
        "Un incident est signalé dans le formulaire pour une réponse avec les équipes et des experts.",
    ),
    ("Où sont les journaux ?", "Les journaux sont dans une archive pour des audits, avec une recherche des erreurs."),
];

const JAPANESE: [Text; 7] = [
    ("決済サービス", "お客様の支払いを処理します。請求書は別のサービスが作成します。"),
    ("請求書の発行", "毎月の請求書を発行し、メールで送ります。決済の後に実行されます。"),
    ("障害対応の手順", "障害が起きたら、まず監視画面を確認します。\n# エスカレーション\n当番に電話します。"),
    ("データベースのバックアップ", "毎晩バックアップを取ります。復元の手順は別の頁にあります。"),
    ("アクセス権限", "権限はグループに付きます。個人には付きません。"),
    ("東京リージョン", "東京のデータセンターについて。大阪は予備です。"),
    ("Kubernetesの運用", "Podが再起動したときの対応。設定はvalues.yamlにあります。"),
];

/// Checks which page comes first for each question.
fn check(texts: &[Text], questions: &[(&str, usize)]) {
    let pages = texts.iter().enumerate().map(|(number, (title, text))| page(&number.to_string(), title, text));
    let files = files(&pages.collect::<Vec<_>>(), &[]);
    for (question, expected) in questions {
        let mut fetch = |path: &str| files.get(path).cloned().ok_or_else(|| path.to_owned());
        let answer = index::search(&mut fetch, question, 5).expect("the index is whole");
        let first = answer.found.first().map(|found| found.page.split('#').next().unwrap_or_default());
        assert_eq!(first, Some(format!("docs/{expected}.html").as_str()), "{question}: {answer:#?}");
    }
}

#[test]
fn german_is_ranked() {
    check(
        &GERMAN,
        &[
            ("Rechnung ", 0),
            ("rechnungen", 0),
            ("Zahlung prüfen", 1),
            ("zahlungen prufen", 1),
            ("Zahlungn", 1),
            ("Störung ", 2),
            ("Stroung melden", 2),
            ("wie kann ich eine neue Version ausrollen?", 3),
            ("zurückrollen", 3),
            ("Zugriffsrecht ", 4),
            ("Warteschl", 5),
            ("größe", 5),
            ("Straßenk", 6),
        ],
    );
}

#[test]
fn french_is_ranked() {
    check(
        &FRENCH,
        &[
            ("déploiement ", 0),
            ("deploiements", 0),
            ("équipe paiement", 1),
            ("l'équipe de paiement", 1),
            ("equipe de paiements ", 1),
            ("gestion d’accès", 2),
            ("gestoin des acces", 2),
            ("sauvegarde de la base", 3),
            ("survei", 4),
            ("comment signaler un incident ?", 5),
            ("signaler incidents ", 5),
            ("journaux erreurs ", 6),
            ("où sont les journaux", 6),
        ],
    );
}

#[test]
fn japanese_is_ranked() {
    check(
        &JAPANESE,
        &[
            ("決済", 0),
            ("決済サービス", 0),
            ("請求書", 1),
            ("請求書の発行", 1),
            ("障害対応", 2),
            ("エスカレーション", 2),
            ("バックアップ", 3),
            ("データベース バックアップ", 3),
            ("権限", 4),
            ("東京", 5),
            ("大阪", 5),
            ("kubernetes 運用", 6),
            ("Kubernets", 6),
        ],
    );
}
