// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "conference/status.h"

namespace mcu::cli {

/// 240 communes in one conference: some lost, failed, lossy; a 2x2 on air; a name in NFD, one in
/// Chinese.
inline conference::ServerStatus sampleStatus() {
    using namespace conference;
    ServerStatus status;
    status.id = "mcu.tinh";
    status.version = "0.1.0";
    status.uptimeSeconds = 15300;
    status.cpuSeconds = 6426;
    status.residentMiB = 412.3;
    status.decoders = 4;
    status.encoders = 2;
    status.warnings = {"Điểm cầu UBND xã Mường Bằng (Mai Sơn): no media for 12 s",
                       "a warning this mcuctl does not know"};
    ConferenceStatus conference;
    conference.id = {"giaoban"};
    conference.title = "Giao ban phòng chống thiên tai";
    conference.encryption = media::Encryption::required;
    conference.locked = true;
    conference.sinceSeconds = 5025;
    conference.chair = {"x.00001"};
    for (int i = 1; i <= 240; ++i) {
        SiteStatus site;
        const std::string number = std::to_string(100000 + i).substr(1);
        site.id = {"x." + number};
        site.name = "Điểm cầu UBND xã Chiềng Khoong số " + std::to_string(i) + " (Sông Mã)";
        site.level = "commune";
        site.state = SiteState::connected;
        site.encrypted = true;
        site.videoCodec = "H264 1280x720";
        conference.sites.push_back(site);
    }
    auto& sites = conference.sites;
    sites[0].name = "Điểm cầu UBND tỉnh Sơn La";
    sites[0].chair = true;
    sites[0].microphoneOn = true;
    sites[1].name = "Mu\xCC\x9Bo\xCC\x9B\xCC\x80ng Ba\xCC\x86\xCC\x80ng";  // decomposed
    sites[1].onAir = true;
    sites[1].speaking = true;
    sites[1].microphoneOn = true;
    sites[2].name = "山羅省會議室山羅省會議室山羅省會議室山羅省會議室";
    sites[2].onAir = true;
    sites[3].state = SiteState::lost;
    sites[3].sinceSeconds = 12;
    sites[4].state = SiteState::failed;
    sites[4].cause = "no-answer";
    sites[4].sinceSeconds = 95;
    sites[5].state = SiteState::waiting;
    sites[5].cause = "busy";
    sites[5].redials = 3;
    sites[6].streams.resize(1);
    sites[6].streams[0].received.lossPercent = 3.25;
    sites[7].state = SiteState::dialling;
    sites[8].encrypted = false;
    sites[9].state = SiteState::absent;
    sites[10].name = "evil\x1B[2Jname";
    sites[10].state = SiteState::failed;
    ViewStatus programme;
    programme.name = "programme";
    programme.layout = "2x2";
    programme.reason = "operator";
    programme.panes = {{{"x.00002"}, "Mường Bằng"}, {{"x.00003"}, ""}, {{""}, ""}};
    ViewStatus chair = programme;
    chair.name = "chair";
    chair.layout = "1x1";
    chair.panes.resize(1);
    conference.views = {programme, chair};
    status.conferences = {conference};
    return status;
}

}  // namespace mcu::cli
