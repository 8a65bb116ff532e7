// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/script/report.h"

#include <set>

#include "sim/picture/picture_code.h"
#include "sim/signal/room_tone.h"

namespace mcu::sim {
namespace {

using nlohmann::json;

double millisecondsSince(SteadyTime then, SteadyTime now) {
    return std::chrono::duration<double, std::milli>(now - then).count();
}

/// Room numbers go into picture codes by their low 8 bits; the rooms of the run come first.
int roomOfCode(const Crowd& crowd, int code) {
    for (const auto& [number, room] : crowd.rooms()) {
        if (number % kCodeSites == code) {
            return number;
        }
    }
    return code;
}

json directionJson(const media::DirectionStats& stats) {
    return {{"packets", stats.packets},
            {"bytes", stats.bytes},
            {"lost", stats.lost},
            {"loss_percent", stats.lossPercent},
            {"jitter_ms", stats.jitterMs},
            {"kbps", stats.kbps}};
}

json streamJson(const media::AgreedStream& agreed, const media::SessionStats* stats) {
    json made = {{"codec", media::nameOf(agreed.send.codec)},
                 {"sends", media::sends(agreed.direction)},
                 {"receives", media::receives(agreed.direction)},
                 {"encrypted", agreed.encrypted()}};
    if (agreed.send.codec == media::Codec::h264) {
        made["h264_mode"] = agreed.send.h264.packetizationMode;
    }
    if (stats == nullptr) {
        return made;
    }
    for (const auto& stream : stats->streams) {
        if (stream.kind != agreed.kind) {
            continue;
        }
        made["secured"] = stream.secured;
        made["suite"] = stream.suite;
        made["received"] = directionJson(stream.received);
        made["sent"] = directionJson(stream.sent);
        made["rtt_ms"] = stream.roundTripMs;
        made["keyframes_asked"] = stream.keyframesAsked;
        made["keyframes_wanted"] = stream.keyframesWanted;
        made["dropped"] = stream.badHeader + stream.badSource + stream.badPayloadType +
                          stream.badAuth + stream.replayed + stream.clearRefused;
    }
    return made;
}

json picturesJson(const Crowd& crowd, const Room& room, json& made) {
    const auto now = crowd.options().rooms > 0 ? std::chrono::steady_clock::now() : SteadyTime{};
    const auto seen = room.pictures()->journal().seen();
    json panes = json::array();
    json sees = json::array();
    bool own = false;
    for (const auto& pane : seen.panes) {
        if (!pane.site) {
            panes.push_back(nullptr);
            continue;
        }
        const int number = roomOfCode(crowd, *pane.site);
        auto entry = timeJson(pane.since);
        entry["room"] = number;
        entry["frozen"] = now - pane.moved > PictureJournal::kFrozen;
        panes.push_back(std::move(entry));
        if (now - pane.moved < PictureJournal::kLive) {
            sees.push_back(number);
        }
        own = own || number == room.number();
    }
    made["sees"] = sees;
    made["own_picture"] = own;
    return {{"layout", seen.layout},
            {"panes", panes},
            {"pictures", seen.pictures},
            {"width", seen.width},
            {"height", seen.height},
            {"freezes", seen.freezes},
            {"pane_freezes", seen.paneFreezes},
            {"frozen", seen.pictures > 0 && now - seen.last > PictureJournal::kFrozen},
            {"longest_gap_ms", seen.longestGapMs},
            {"damaged", room.pictures()->damagedPictures()},
            {"last_ms_ago", seen.pictures > 0 ? millisecondsSince(seen.last, now) : -1}};
}

json soundsJson(const Crowd& crowd, const Room& room, json& made) {
    const auto now = std::chrono::steady_clock::now();
    const auto heard = room.sounds()->journal().heard();
    json hears = json::array();
    for (const int tone : heard.tones) {
        if (heard.hears(tone, now)) {
            hears.push_back(roomOfTone(crowd, tone));
        }
    }
    made["hears"] = hears;
    made["echo"] = heard.hears(toneIndex(room.number()), now);
    return {{"level_dbfs", heard.levelDbfs},
            {"windows", heard.windows},
            {"last_ms_ago", heard.windows > 0 ? millisecondsSince(heard.last, now) : -1}};
}

}  // namespace

json timeJson(SteadyTime at) {
    const auto ago = std::chrono::steady_clock::now() - at;
    const auto wall = std::chrono::system_clock::now() -
                      std::chrono::duration_cast<std::chrono::system_clock::duration>(ago);
    return {
        {"ns", std::chrono::duration_cast<std::chrono::nanoseconds>(at.time_since_epoch()).count()},
        {"wall_ms",
         std::chrono::duration_cast<std::chrono::milliseconds>(wall.time_since_epoch()).count()}};
}

int roomOfTone(const Crowd& crowd, int tone) {
    for (const auto& [number, room] : crowd.rooms()) {
        if (toneIndex(number) == tone) {
            return number;
        }
    }
    return tone == 0 ? kTones : tone;
}

json roomJson(const Crowd& crowd, const Room& room, const media::SessionStats* stats) {
    json made = {{"room", room.number()},
                 {"user", room.user()},
                 {"state", nameOf(room.state())},
                 {"since", timeJson(room.since())},
                 {"cause", room.cause()},
                 {"product", room.product()},
                 {"held", room.agreed().heldByRemote},
                 {"security_failure", room.securityFailure()},
                 {"set_up_ms", room.setUpMs()}};
    if (const auto* audio = room.agreed().find(media::Kind::audio)) {
        made["audio"] = streamJson(*audio, stats);
    }
    if (const auto* video = room.agreed().find(media::Kind::video)) {
        made["video"] = streamJson(*video, stats);
    }
    if (room.pictures() != nullptr) {
        made["picture"] = picturesJson(crowd, room, made);
    }
    if (room.sounds() != nullptr) {
        made["sound"] = soundsJson(crowd, room, made);
    }
    return made;
}

json reportJson(const Crowd& crowd,
                const std::vector<media::SessionStats>& stats,
                const media::TransportTotals& totals) {
    json rooms = json::array();
    int connected = 0;
    for (const auto& [number, room] : crowd.rooms()) {
        const media::SessionStats* mine = nullptr;
        for (const auto& session : stats) {
            if (session.session == room->session() && room->session()) {
                mine = &session;
            }
        }
        connected += room->state() == RoomState::connected ? 1 : 0;
        rooms.push_back(roomJson(crowd, *room, mine));
    }
    return {{"ok", true},
            {"connected", connected},
            {"packets_sent", totals.packetsSent},
            {"packets_received", totals.packetsReceived},
            {"packets_dropped", totals.packetsDropped},
            {"send_failures", totals.sendFailures},
            {"receive_overruns", totals.receiveOverruns},
            {"frames_left_out", crowd.framesLeftOut()},
            {"rooms", rooms}};
}

json changesJson(const Crowd& crowd, const Room& room) {
    json changes = json::array();
    if (room.pictures() != nullptr) {
        for (const auto& change : room.pictures()->journal().changes()) {
            auto entry = timeJson(change.at);
            entry["layout"] = change.layout;
            entry["panes"] = json::array();
            entry["sees"] = json::array();
            for (const auto& pane : change.panes) {
                entry["panes"].push_back(pane ? json(roomOfCode(crowd, *pane)) : json(nullptr));
                if (pane) {
                    entry["sees"].push_back(roomOfCode(crowd, *pane));
                }
            }
            changes.push_back(std::move(entry));
        }
    }
    json sounds = json::array();
    if (room.sounds() != nullptr) {
        for (const auto& change : room.sounds()->journal().changes()) {
            auto entry = timeJson(change.at);
            entry["hears"] = json::array();
            for (const int tone : change.tones) {
                entry["hears"].push_back(roomOfTone(crowd, tone));
            }
            sounds.push_back(std::move(entry));
        }
    }
    return {{"ok", true}, {"changes", changes}, {"sounds", sounds}};
}

}  // namespace mcu::sim
