// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/wire_codec.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <sys/random.h>

#include "base/check.h"
#include "cascade/impl/validate.h"

namespace mcu::cascade {

using conference::FarSite;
using conference::SelectionStep;
using std::chrono::duration;
using std::chrono::duration_cast;

namespace {

constexpr std::array kSteps = {
    std::pair(SelectionStep::dialling, std::string_view("dialling")),
    std::pair(SelectionStep::connected, std::string_view("connected")),
    std::pair(SelectionStep::pictureUp, std::string_view("picture-up")),
    std::pair(SelectionStep::soundUp, std::string_view("sound-up")),
    std::pair(SelectionStep::soundDown, std::string_view("sound-down")),
    std::pair(SelectionStep::lost, std::string_view("lost")),
};

void randomBytes(void* out, std::size_t size) {
    MCU_CHECK(getrandom(out, size, 0) == static_cast<ssize_t>(size));
}

}  // namespace

std::int64_t microseconds(WallTime time) {
    return duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

WallTime wallTime(std::int64_t microseconds) {
    return WallTime{} + duration_cast<WallTime::duration>(std::chrono::microseconds(microseconds));
}

void toWire(const FarSite& site, WallTime now, wire::RosterSite& out) {
    out.set_id(site.record.id.value);
    out.set_name(fitted(site.record.name, limit::kName));
    out.set_short_name(fitted(site.record.shortName, limit::kName));
    for (const auto& alias : site.record.aliases) {
        if (out.aliases_size() < static_cast<int>(limit::kAliases)) {
            out.add_aliases(fitted(alias, limit::kName));
        }
    }
    out.set_level(fitted(site.record.level, limit::kWord));
    out.set_owner(site.owner.value);
    out.set_contributor(site.contributor);
    out.set_state(static_cast<std::uint32_t>(site.state));
    out.set_cause(fitted(site.cause, limit::kText));
    const auto since = std::chrono::microseconds(
        static_cast<std::int64_t>(std::clamp(site.sinceSeconds, 0.0, 1e9) * 1e6));
    out.set_since_us(microseconds(now) - since.count());
    out.set_microphone(site.microphoneOn);
    out.set_encrypted(site.encrypted);
    out.set_protocol(fitted(site.protocol, limit::kWord));
    out.set_audio_codec(fitted(site.audioCodec, limit::kWord));
    out.set_video_codec(fitted(site.videoCodec, limit::kWord));
    out.set_loss_percent(site.lossPercent);
    out.set_jitter_ms(site.jitterMs);
    out.set_round_trip_ms(site.roundTripMs);
    out.set_kbps(site.kbps);
    out.set_max_kbps(site.record.maxKbps);
    out.set_relay(fitted(site.record.relay, limit::kWord));
    out.set_manual(site.record.manualMcu);
    out.set_phone(fitted(site.record.phone, limit::kWord));
}

FarSite fromWire(const wire::RosterSite& site, WallTime now, double offsetMs) {
    FarSite out;
    out.record.id = SiteId{site.id()};
    out.record.name = site.name();
    out.record.shortName = site.short_name();
    out.record.aliases = {site.aliases().begin(), site.aliases().end()};
    out.record.level = site.level();
    out.record.maxKbps = site.max_kbps();
    out.record.relay = site.relay();
    out.record.manualMcu = site.manual();
    out.record.phone = site.phone();
    out.owner = McuId{site.owner()};
    out.contributor = site.contributor();
    out.state = static_cast<conference::SiteState>(site.state());
    out.cause = site.cause();
    const double since = static_cast<double>(microseconds(now) - site.since_us()) / 1e6;
    out.sinceSeconds = std::max(0.0, since + offsetMs / 1000.0);
    out.microphoneOn = site.microphone();
    out.encrypted = site.encrypted();
    out.protocol = site.protocol();
    out.audioCodec = site.audio_codec();
    out.videoCodec = site.video_codec();
    out.lossPercent = site.loss_percent();
    out.jitterMs = site.jitter_ms();
    out.roundTripMs = site.round_trip_ms();
    out.kbps = site.kbps();
    return out;
}

void toWire(const conference::ProgrammeState& programme, wire::Programme& out) {
    out.set_layout(fitted(programme.layout, limit::kWord));
    out.set_reason(fitted(programme.reason, limit::kText));
    for (const auto& pane : programme.panes) {
        if (out.panes_size() < static_cast<int>(limit::kPanes)) {
            out.add_panes(pane.value);
        }
    }
    out.set_chair(programme.chair.value);
    out.set_next(programme.next.value);
}

conference::ProgrammeState fromWire(const wire::Programme& programme) {
    conference::ProgrammeState out;
    out.layout = programme.layout();
    out.reason = programme.reason();
    for (const auto& pane : programme.panes()) {
        out.panes.push_back(SiteId{pane});
    }
    out.chair = SiteId{programme.chair()};
    out.next = SiteId{programme.next()};
    return out;
}

void toWire(const conference::RequestState& request, wire::Request& out) {
    out.set_number(request.number);
    out.set_site(request.site.value);
    out.set_site_name(fitted(request.siteName, limit::kName));
    out.set_state(fitted(request.state, limit::kWord));
    out.set_asked_at_us(microseconds(request.askedAt));
}

conference::RequestState fromWire(const wire::Request& request, double offsetMs) {
    conference::RequestState out;
    out.number = request.number();
    out.site = SiteId{request.site()};
    out.siteName = request.site_name();
    out.state = request.state();
    out.askedAt =
        wallTime(request.asked_at_us() - static_cast<std::int64_t>(std::lround(offsetMs * 1000)));
    return out;
}

wire::Policy::Kind toWire(Policy policy) {
    switch (policy) {
        case Policy::automatic:
            return wire::Policy::KIND_AUTOMATIC;
        case Policy::confirm:
            return wire::Policy::KIND_CONFIRM;
        case Policy::manual:
            return wire::Policy::KIND_MANUAL;
    }
    return wire::Policy::KIND_UNSPECIFIED;
}

Policy fromWire(wire::Policy::Kind kind) {
    switch (kind) {
        case wire::Policy::KIND_CONFIRM:
            return Policy::confirm;
        case wire::Policy::KIND_MANUAL:
            return Policy::manual;
        default:
            return Policy::automatic;
    }
}

wire::Use toWire(conference::FarWish::Use use) {
    switch (use) {
        case conference::FarWish::Use::precue:
            return wire::USE_PRECUE;
        case conference::FarWish::Use::pane:
            return wire::USE_PANE;
        case conference::FarWish::Use::take:
            return wire::USE_TAKE;
    }
    return wire::USE_UNSPECIFIED;
}

std::string_view nameOf(wire::Use use) {
    switch (use) {
        case wire::USE_TAKE:
            return "take";
        case wire::USE_PANE:
            return "pane";
        case wire::USE_PRECUE:
            return "precue";
        case wire::USE_RELEASE:
            return "release";
        default:
            return "";
    }
}

std::string_view wordOf(SelectionStep step) {
    for (const auto& [known, word] : kSteps) {
        if (known == step) {
            return word;
        }
    }
    return "";
}

bool stepFrom(std::string_view word, SelectionStep& out) {
    for (const auto& [step, known] : kSteps) {
        if (known == word) {
            out = step;
            return true;
        }
    }
    return false;
}

std::string fitted(std::string_view text, std::size_t most) {
    if (text.size() > most) {
        // Not within a character: UTF-8 continuation bytes are 10xxxxxx.
        while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) {
            --most;
        }
        text = text.substr(0, most);
    }
    std::string out(text);
    std::replace_if(
        out.begin(), out.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    return wellFormed(out) ? out : std::string();
}

std::string randomPassword() {
    std::array<unsigned char, 32> bytes{};
    randomBytes(bytes.data(), bytes.size());
    std::string out;
    for (const unsigned char byte : bytes) {
        out += "0123456789abcdef"[byte >> 4U];
        out += "0123456789abcdef"[byte & 15U];
    }
    return out;
}

std::uint64_t randomWord() {
    std::uint64_t word = 0;
    while (word == 0) {
        randomBytes(&word, sizeof word);
    }
    return word;
}

}  // namespace mcu::cascade
