// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/interop.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <sstream>

#include "base/clean_text.h"
#include "session/preflight.h"

namespace mcu::session {

namespace {

using State = InteropItem::State;

constexpr std::size_t kLongestValue = 200;
constexpr std::array kStates = {State::fits, State::warns, State::differs, State::unknown};

/// A peer's words, fit for a record.
std::string value(const std::string& text) {
    auto clean = cleanText(text);
    if (clean.size() > kLongestValue) {
        clean = cleanText(std::string_view(clean).substr(0, kLongestValue));
    }
    return clean;
}

InteropItem itemOf(const char* name, State state, const std::string& wanted, std::string found) {
    return {name, state, wanted, value(found)};
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(std::toupper(c));
    });
    return text;
}

/// Codecs and protocols have several names: "g711a" of a plan is "PCMA" of a call, "h323" "H.323".
std::string plain(const std::string& word) {
    const auto name = upper(word.substr(0, word.find(' ')));
    return name == "G711A" ? "PCMA" : name == "G711U" ? "PCMU" : name == "H.323" ? "H323" : name;
}

std::string joinedWords(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) {
        text += (text.empty() ? "" : ", ") + word;
    }
    return text;
}

void addOnce(std::vector<std::string>& words, const std::string& word) {
    if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) {
        words.push_back(word);
    }
}

/// What is used is of what is wanted. Nothing used: not known.
InteropItem codecItem(const char* name,
                      const std::vector<std::string>& wanted,
                      const std::vector<std::string>& used) {
    const bool all = std::all_of(used.begin(), used.end(), [&](const auto& codec) {
        return std::any_of(wanted.begin(), wanted.end(), [&](const auto& each) {
            return plain(each) == plain(codec);
        });
    });
    const auto state = used.empty() ? State::unknown : all ? State::fits : State::differs;
    return itemOf(name, state, joinedWords(wanted), joinedWords(used));
}

/// Both ends take the same, and as much as the plan counts with.
InteropItem rateItem(std::uint32_t wanted, std::uint32_t ours, std::uint32_t theirs) {
    const bool same = theirs == 0 || ours == theirs;
    const auto least = theirs == 0 ? ours : std::min(ours, theirs);
    const auto state = ours == 0        ? State::unknown
                       : !same          ? State::differs
                       : least < wanted ? State::warns
                                        : State::fits;
    const auto said = theirs == 0 ? std::string("-") : std::to_string(theirs);
    return itemOf("rate",
                  state,
                  std::to_string(wanted) + " kbit/s",
                  ours == 0 ? "" : std::to_string(ours) + " / " + said + " kbit/s");
}

InteropItem linkItem(const cascade::LinkStatus& link) {
    const auto state = link.state == cascade::LinkState::up         ? State::fits
                       : link.state == cascade::LinkState::degraded ? State::warns
                                                                    : State::differs;
    const auto cause = link.cause.empty() ? "" : ": " + link.cause;
    return itemOf("link", state, "up", std::string(cascade::nameOf(link.state)) + cause);
}

/// Trunks are never in clear, whatever the plan says (SEC-07).
InteropItem trunkEncryption(const Plan& plan, const cascade::LinkStatus& link) {
    std::vector<std::string> found;
    bool clear = false;
    for (const auto& trunk : link.trunks) {
        if (trunk.state != conference::SiteState::connected) {
            continue;
        }
        clear = clear || !trunk.encrypted;
        addOnce(found, trunk.encrypted ? trunk.suite : "clear");
    }
    const auto state = found.empty() ? State::unknown : clear ? State::differs : State::fits;
    return itemOf("encryption", state, plan.policy.encryption, joinedWords(found));
}

InteropItem clockItem(const cascade::LinkStatus& link, bool known) {
    const auto apart = std::abs(link.clockOffsetMs);
    const auto state = !known                    ? State::unknown
                       : apart > kClockBadMs     ? State::differs
                       : apart > kClockWarningMs ? State::warns
                                                 : State::fits;
    return itemOf("clock",
                  state,
                  "+-" + std::to_string(std::lround(kClockWarningMs)) + " ms",
                  known ? std::to_string(std::lround(link.clockOffsetMs)) + " ms" : "");
}

InteropItem certificateItem(const cascade::LinkStatus& link) {
    const bool known = !link.certificateId.empty();
    const auto state = !known                                  ? State::unknown
                       : link.certificateDays <= 0             ? State::differs
                       : link.certificateDays <= kSoonOverDays ? State::warns
                                                               : State::fits;
    return itemOf(
        "certificate",
        state,
        ">= " + std::to_string(std::lround(kSoonOverDays)) + " d",
        known ? std::to_string(static_cast<long>(std::floor(link.certificateDays))) + " d" : "");
}

/// As many rooms side by side as the plan counts with (TOP-15).
InteropItem uplinksItem(const Plan& plan, const cascade::LinkStatus& link, bool known) {
    const auto* lower = plan.mcu(link.toMaster ? "" : link.mcu.value);
    const auto up = static_cast<int>(
        std::count_if(link.trunks.begin(), link.trunks.end(), [](const auto& trunk) {
            return trunk.state == conference::SiteState::connected;
        }));
    const int wanted = lower == nullptr ? 1 : lower->uplinks;
    return itemOf("uplinks",
                  !known         ? State::unknown
                  : up >= wanted ? State::fits
                                 : State::differs,
                  std::to_string(wanted),
                  std::to_string(up));
}

std::string seconds(double value) {
    std::array<char, 48> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 2)
            .ptr;
    return std::string(text.data(), end) + " s";
}

std::vector<std::string> codecsOf(const conference::ProbeReport& report, media::Kind kind) {
    std::vector<std::string> used;
    for (const auto& stream : report.streams) {
        if (stream.kind == kind) {
            addOnce(used, stream.codec);
        }
    }
    return used;
}

/// A codec must have been agreed of each kind: a call without picture is no connection.
InteropItem peerCodec(const char* name,
                      const std::vector<std::string>& wanted,
                      const conference::ProbeReport& report,
                      media::Kind kind) {
    auto item = codecItem(name, wanted, codecsOf(report, kind));
    if (item.state == State::unknown) {
        item.state = State::differs;
        item.found = "none";
    }
    return item;
}

InteropItem peerEncryption(const Plan& plan, const conference::ProbeReport& report) {
    std::vector<std::string> found;
    bool clear = false;
    for (const auto& stream : report.streams) {
        if (!stream.codec.empty()) {
            clear = clear || stream.encryption.empty();
            addOnce(found, stream.encryption.empty() ? "clear" : stream.encryption);
        }
    }
    const bool must = plan.policy.encryption == "required" || plan.session.confidential;
    const auto state = found.empty()                           ? State::unknown
                       : !clear                                ? State::fits
                       : must                                  ? State::differs
                       : plan.policy.encryption == "preferred" ? State::warns
                                                               : State::fits;
    return itemOf("encryption", state, plan.policy.encryption, joinedWords(found));
}

InteropItem peerRate(const Plan& plan, const conference::ProbeReport& report) {
    std::uint32_t most = 0;
    for (const auto& stream : report.streams) {
        most = stream.kind == media::Kind::video ? std::max(most, stream.maxKbps) : most;
    }
    const auto wanted = plan.media.siteKbps;
    return itemOf("rate",
                  most == 0       ? State::unknown
                  : most < wanted ? State::warns
                                  : State::fits,
                  std::to_string(wanted) + " kbit/s",
                  most == 0 ? "" : std::to_string(most) + " kbit/s");
}

/// That packets came is all a probe can tell of what comes from there.
InteropItem arrivedItem(const char* name, const conference::ProbeReport& report, media::Kind kind) {
    const bool came =
        std::any_of(report.streams.begin(), report.streams.end(), [kind](const auto& stream) {
            return stream.kind == kind && stream.arrived;
        });
    return itemOf(name, came ? State::fits : State::unknown, "", came ? "packets" : "");
}

State stateOf(const CheckItem& item) {
    // A conference in which nobody speaks is silent.
    const bool quiet = item.name == "sound_in" && item.value == "silence";
    return item.verdict == Verdict::passed   ? State::fits
           : item.verdict == Verdict::failed ? (quiet ? State::warns : State::differs)
                                             : State::unknown;
}

}  // namespace

std::string_view nameOf(State state) {
    return state == State::fits      ? "fits"
           : state == State::warns   ? "warns"
           : state == State::differs ? "differs"
                                     : "unknown";
}

bool Interop::has(State state) const {
    return std::any_of(
        items.begin(), items.end(), [state](const auto& item) { return item.state == state; });
}

InteropItem* Interop::item(std::string_view name) {
    const auto found = std::find_if(
        items.begin(), items.end(), [name](const auto& each) { return each.name == name; });
    return found == items.end() ? nullptr : &*found;
}

Interop compareLink(const Plan& plan, const std::string& program, const cascade::LinkStatus& link) {
    const bool up =
        link.state == cascade::LinkState::up || link.state == cascade::LinkState::degraded;
    std::vector<std::string> audio;
    std::vector<std::string> video;
    std::uint32_t ours = 0;
    std::uint32_t theirs = 0;
    for (const auto& trunk : link.trunks) {
        addOnce(audio, trunk.audioCodec);
        addOnce(video, trunk.videoCodec);
        ours = trunk.maxKbps == 0 ? ours : trunk.maxKbps;
        theirs = trunk.peerMaxKbps == 0 ? theirs : trunk.peerMaxKbps;
    }
    const auto* known = plan.mcu(link.mcu.value);
    Interop made{link.mcu.value,
                 link.toMaster      ? "master"
                 : known == nullptr ? "slave"
                                    : known->role,
                 "link",
                 {},
                 {},
                 {}};
    made.items = {linkItem(link),
                  itemOf("protocol",
                         !up                        ? State::unknown
                         : link.differences.empty() ? State::fits
                                                    : State::warns,
                         "",
                         !up                        ? ""
                         : link.differences.empty() ? "same"
                                                    : link.differences),
                  itemOf("program",
                         link.program.empty()      ? State::unknown
                         : link.program == program ? State::fits
                                                   : State::warns,
                         program,
                         link.program),
                  codecItem("audio", plan.media.audioCodecs, audio),
                  codecItem("video", {plan.media.videoCodec}, video),
                  rateItem(plan.media.cascadeKbps, ours, theirs),
                  uplinksItem(plan, link, up),
                  trunkEncryption(plan, link),
                  clockItem(link, up),
                  certificateItem(link)};
    return made;
}

Interop comparePeer(const Plan& plan, const PlanMcu& mcu, const conference::ProbeReport* report) {
    Interop made{mcu.id, mcu.role, report == nullptr ? "none" : "probe", {}, {}, {}};
    const std::string protocol = mcu.protocol.empty() ? "sip" : mcu.protocol;
    if (report == nullptr || !report->connected) {
        made.items = {itemOf("reach",
                             report == nullptr ? State::unknown : State::differs,
                             mcu.address,
                             report == nullptr ? "" : report->cause)};
        return made;
    }
    made.items = {
        itemOf("reach",
               State::fits,
               mcu.address,
               report->connectSeconds < 0 ? report->address : seconds(report->connectSeconds)),
        itemOf("protocol",
               plain(report->protocol) == plain(protocol) ? State::fits : State::differs,
               protocol,
               report->protocol),
        itemOf("program",
               report->peer.product.empty() ? State::unknown : State::fits,
               "",
               report->peer.product),
        peerCodec("audio", plan.media.audioCodecs, *report, media::Kind::audio),
        peerCodec("video", {plan.media.videoCodec}, *report, media::Kind::video),
        peerRate(plan, *report),
        peerEncryption(plan, *report),
        arrivedItem("picture_in", *report, media::Kind::video),
        arrivedItem("sound_in", *report, media::Kind::audio)};
    return made;
}

void addCall(Interop& interop,
             const conference::Examination& measured,
             const CheckLimits& limits,
             bool mustEncrypt) {
    const auto result = judge(measured, limits, mustEncrypt);
    interop.how = "call";
    for (const auto& each : result.items) {
        const bool told = each.name == "call" || each.name == "encryption" || each.name == "rate";
        if (told && each.verdict != Verdict::failed) {
            continue;  // the probe said it
        }
        const auto name = each.name == "rate" ? std::string("kbps_in") : each.name;
        auto item = InteropItem{name, stateOf(each), "", value(each.value)};
        if (auto* known = interop.item(name)) {
            *known = std::move(item);
        } else {
            interop.items.push_back(std::move(item));
        }
    }
}

std::string textOf(const std::vector<InteropItem>& items) {
    std::string text;
    for (const auto& item : items) {
        text += item.name + "\t" + std::string(nameOf(item.state)) + "\t" + item.wanted + "\t" +
                item.found + "\n";
    }
    return text;
}

std::vector<InteropItem> interopItemsOf(const std::string& text) {
    std::vector<InteropItem> items;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::array<std::string, 4> parts;
        std::size_t count = 0;
        std::istringstream fields(line);
        for (std::string part; count < parts.size() && std::getline(fields, part, '\t');) {
            parts[count++] = std::move(part);
        }
        const auto state = std::find_if(kStates.begin(), kStates.end(), [&parts](State each) {
            return parts[1] == nameOf(each);
        });
        if (state != kStates.end() && !parts[0].empty()) {
            items.push_back({parts[0], *state, parts[2], parts[3]});
        }
    }
    return items;
}

Interop interopOf(const Record& record) {
    return {record.subject,
            record.field("role"),
            record.field("how"),
            interopItemsOf(record.text),
            record.at,
            record.actor};
}

void write(const Interop& interop, Record& record) {
    record.subject = interop.mcu;
    record.text = textOf(interop.items);
    record.fields = {{"role", interop.role}, {"how", interop.how}};
}

}  // namespace mcu::session
