// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/plan_reader.h"

#include "session/impl/plan_reading.h"
#include "session/local_time.h"
#include "session/site_words.h"

namespace mcu::session {

namespace {

constexpr std::size_t kProblemsShown = 500;

void readTime(MapReader& reader, const char* key, std::optional<WallTime>& to) {
    WallTime time;
    if (mcu::session::readTime(reader, key, time)) {
        to = time;
    }
}

void readLimit(MapReader& reader, const char* key, std::chrono::seconds& to) {
    std::string text;
    if (!reader.text(key, text, 20)) {
        return;
    }
    const auto duration = parseDuration(text);
    if (!duration || *duration > std::chrono::hours(72)) {
        reader.problem(key, "expected a duration such as 15m, 2h or 30s, found \"" + text + "\"");
        return;
    }
    to = *duration;
}

void readDocument(MapReader reader, PlanIdentity& session) {
    reader.text("number", session.documentNumber, 100);
    if (reader.text("date", session.documentDate, 20) && !isDate(session.documentDate)) {
        reader.problem(
            "date", "expected a date such as 2022-09-14, found \"" + session.documentDate + "\"");
    }
    reader.text("signer", session.documentSigner, 200);
    reader.finish();
}

void readSchema(MapReader& root) {
    std::string schema;
    root.require("schema");
    if (root.text("schema", schema) && schema != kPlanSchema) {
        root.problem("schema",
                     "expected " + std::string(kPlanSchema) + ", found \"" + schema + "\"");
    }
}

void readAll(MapReader& root, PlanReading& reading) {
    readSchema(root);
    root.require("session");
    readIdentity(MapReader(root.map("session"), "session", reading.problems), reading);
    readPolicy(MapReader(root.map("policy"), "policy", reading.problems), reading);
    readMedia(MapReader(root.map("media"), "media", reading.problems), reading);
    readOrganisations(root.list("organisations", 200), reading);
    root.require("mcus");
    readMcus(root.list("mcus", 50), reading);
    readContacts(root.list("contacts", 2 * kMostSites), reading);
    readDuties(root.list("on_call", 2 * kMostSites), reading);
    readPlanSites(root.list("sites", kMostSites), reading);
    readInclude(root, reading);
    readGroups(root, reading);
    readScript(root.list("script", 500), reading);
    readChecks(MapReader(root.map("checks"), "checks", reading.problems), reading);
    root.finish();
    checkPlan(root, reading);
}

}  // namespace

bool readTime(MapReader& reader, const char* key, WallTime& to) {
    std::string text;
    if (!reader.text(key, text, 40)) {
        return false;
    }
    const auto time = parseTime(text);
    if (!time) {
        reader.problem(key,
                       "expected a time with its zone such as 2022-09-15T14:00:00+07:00, found \"" +
                           text + "\"");
        return false;
    }
    to = *time;
    return true;
}

bool readWord(MapReader& reader,
              const char* key,
              std::string& to,
              const std::vector<std::string>& words) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& word : words) {
        pairs.emplace_back(word, word);
    }
    return reader.choice(key, to, pairs);
}

void readIdentity(MapReader reader, PlanReading& reading) {
    auto& session = reading.plan.session;
    for (const char* key : {"id", "title", "kind", "received_at", "start"}) {
        reader.require(key);
    }
    if (reader.text("id", session.id, 64) && !isId(session.id)) {
        reader.problem("id", kExpectedId);
    }
    if (reader.text("title", session.title, 300) && session.title.empty()) {
        reader.problem("title", "a session needs a title");
    }
    std::string kind = "planned";
    readWord(reader, "kind", kind, {"planned", "adhoc"});
    session.kind = kind == "adhoc" ? PlanKind::adHoc : PlanKind::planned;
    readWord(reader, "scope", session.scope, {"government", "province", "district"});
    reader.flag("confidential", session.confidential);
    readDocument(MapReader(reader.map("document"), "session.document", reading.problems), session);
    reader.text("via", session.via, 100);
    readTime(reader, "received_at", session.receivedAt);
    readTime(reader, "connect_at", session.connectAt);
    MapReader rehearsal(reader.map("rehearsal"), "session.rehearsal", reading.problems);
    readTime(rehearsal, "start", session.rehearsalStart);
    readTime(rehearsal, "end", session.rehearsalEnd);
    rehearsal.finish();
    readTime(reader, "start", session.start);
    readTime(reader, "planned_end", session.plannedEnd);
    std::int64_t declared = 0;
    if (reader.number("declared_sites", declared, 1, static_cast<std::int64_t>(kMostSites))) {
        session.declaredSites = declared;
    }
    if (reader.text("conference", session.conference, 64) && !isId(session.conference)) {
        reader.problem("conference", kExpectedId);
    }
    reader.finish();
}

void readPolicy(MapReader reader, PlanReading& reading) {
    auto& policy = reading.plan.policy;
    MapReader limits(reader.map("deadlines"), "policy.deadlines", reading.problems);
    readLimit(limits, "notice", policy.deadlines.notice);
    readLimit(limits, "rehearsal_before", policy.deadlines.rehearsalBefore);
    readLimit(limits, "cascade_before", policy.deadlines.cascadeBefore);
    readLimit(limits, "ready_before", policy.deadlines.readyBefore);
    readLimit(limits, "connect", policy.deadlines.connect);
    readLimit(limits, "cascade_takes", policy.deadlines.cascadeTakes);
    limits.finish();
    reader.number("cascade_max_depth", policy.cascadeMaxDepth, 1, 5);
    readWord(reader, "encryption", policy.encryption, {"required", "preferred", "disabled"});
    // Recording does not exist in this server (A.11, 8).
    readWord(reader, "recording", policy.recording, {"disabled"});
    std::string offScript = "allow-with-reason";
    readWord(reader, "off_script", offScript, {"allow-with-reason", "deny"});
    policy.offScript = offScript == "deny" ? OffScript::deny : OffScript::allowWithReason;
    readWord(reader, "security_fault", policy.securityFault, {"amber", "red"});
    reader.flag("mute_on_entry", policy.muteOnEntry);
    reader.text("quality_profile", policy.qualityProfile, 64);
    reader.texts("agree", policy.agree, 50);
    reader.finish();
}

void readMedia(MapReader reader, PlanReading& reading) {
    auto& media = reading.plan.media;
    MapReader video(reader.map("video"), "media.video", reading.problems);
    readWord(video, "codec", media.videoCodec, {"h264", "vp8"});
    readWord(video, "max", media.videoMax, {"360p30", "480p30", "720p30", "1080p30"});
    video.number("site_rate_kbps", media.siteKbps, 64, 50000);
    video.number("cascade_rate_kbps", media.cascadeKbps, 64, 50000);
    video.finish();
    MapReader audio(reader.map("audio"), "media.audio", reading.problems);
    std::vector<std::string> codecs;
    if (audio.texts("codecs", codecs, 10)) {
        static const std::vector<std::string> kKnown = {"opus", "g722", "g711a", "g711u"};
        for (const auto& codec : codecs) {
            if (!isOneOf(codec, kKnown)) {
                audio.problem("codecs",
                              "expected " + alternatives(kKnown) + ", found \"" + codec + "\"");
            }
        }
        media.audioCodecs = std::move(codecs);
    }
    audio.finish();
    readWord(reader, "content", media.content, {"disabled"});
    reader.finish();
}

Result<PlanRead> readPlan(std::string_view text,
                          const std::string& name,
                          const PlanContext& context) {
    if (text.size() > kMostPlanBytes) {
        return Error(ErrorCode::invalidArgument,
                     name + " is larger than 4 MiB",
                     "a plan has at most 5000 sites",
                     "plan.too-large");
    }
    PlanReading reading{yaml::Problems(name, kProblemsShown), context, {}, {}, {}, {}, {}, {}};
    const auto document = yaml::load(text, "schema: " + std::string(kPlanSchema), reading.problems);
    if (document) {
        MapReader root(*document, "", reading.problems);
        readAll(root, reading);
    }
    if (reading.problems.any()) {
        return Error(ErrorCode::invalidArgument,
                     reading.problems.text(),
                     "mend the plan and try again; docs/operating/plan.md explains every key",
                     "plan.wrong");
    }
    return PlanRead{std::move(reading.plan), reading.problems.warnings()};
}

}  // namespace mcu::session
