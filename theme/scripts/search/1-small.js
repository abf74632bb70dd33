// @ts-check
'use strict';

/** Words that say little of what is looked for, as `src/index/ask/small.rs` has them. */
const searchSmall = (() => {
  /** By language, without accents. @type {Record<string, string>} */
  const WORDS = {
    en: 'a about also am an and any anyone are as at be because been being between both but by can could did do does dont each every for from had has have he her here his how i if im in into is it its just many me more most much my of on only or other our same shall should so some such than that the their them then there these they this those to too us very was we were what whats when where which while who whom whose why will with would you your',
    de: 'aber als an auch auf aus bei bin bis da das dass dem den der des die dies diese dieser doch du ein eine einem einen einer es fur gibt hat haben hier ich ihr im in ist kann konnen mein mit muss nach nicht noch nur oder sein sich sie sind so uber um und uns von vor wann warum was welche wenn wer werden wie wir wird wo zu zum zur',
    fr: 'a au aux avec ce ces cette comment dans de des du elle en est et etre il ils je la le les leur lui ma mais me mes mon ne nos notre nous on ou par pas pour pourquoi quand que quel quelle qui sa sans se ses si son sont sur ta te tes ton tu un une vos votre vous y',
    es: 'a al como con cual cuando de del desde donde el ella ellos en entre es esta este esto ha hay la las lo los me mi muy no nos o para pero por porque que quien se sin sobre son su sus te tu un una y ya yo',
  };

  /** Those of some languages. @param {string[]} languages */
  const of = (languages) => new Set(languages.flatMap((language) => (WORDS[language] ?? '').split(' ')));

  const QUESTION = new Set('how what where which who when why can do does is are'.split(' '));

  const DOCUMENTS = /^(docs?|documentation)$/;

  /** Whether English words are a question, or tell to look for documents. @param {string[]} words */
  const asks = ([first, second]) => QUESTION.has(first) || (DOCUMENTS.test(first) && /^(about|for|on)$/.test(second));

  /**
   * Whether a word belongs to how a question is put rather than to what it is about.
   * @param {string} word @param {number} place @param {number} count
   */
  const isAsking = (word, place, count) =>
    place === 0 ? DOCUMENTS.test(word) : place === count - 1 ? /^works?$/.test(word) : place <= 4 && /^(find|get|see|use)$/.test(word);

  return { of, asks, isAsking };
})();
