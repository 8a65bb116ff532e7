// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include "cascade/status.h"

namespace mcu::cli {

inline conference::TrunkStatus sampleTrunk(const std::string& mcu,
                                           int number,
                                           const std::string& carries) {
    conference::TrunkStatus trunk;
    trunk.id = {"link." + mcu + "." + std::to_string(number)};
    trunk.number = number;
    trunk.state = conference::SiteState::connected;
    trunk.carries = {carries};
    trunk.arrives = true;
    trunk.encrypted = true;
    trunk.suite = "AEAD_AES_256_GCM";
    trunk.videoCodec = "H264";
    trunk.kbpsUp = 3912;
    trunk.kbpsDown = 1180;
    return trunk;
}

inline cascade::LinkStatus sampleLink(const std::string& mcu) {
    cascade::LinkStatus link;
    link.mcu = {mcu};
    link.name = mcu;
    link.conference = {"giaoban"};
    link.state = cascade::LinkState::up;
    link.sinceSeconds = 8040;
    link.roundTripMs = 4.2;
    link.sites = 126;
    link.sitesReady = 125;
    link.certificateId = mcu;
    link.certificateDays = 211.4;
    link.trunks = {sampleTrunk(mcu, 0, "x.00002"), sampleTrunk(mcu, 1, "")};
    return link;
}

/// A master with two slaves: one well, one without its control channel and on hold.
inline cascade::CascadeStatus sampleMaster() {
    cascade::CascadeStatus status;
    status.mcu = {"mcu.tinh"};
    status.role = "master";
    auto viettel = sampleLink("mcu.viettel");
    viettel.state = cascade::LinkState::controlLost;
    viettel.policy = cascade::Policy::confirm;
    viettel.held = true;
    viettel.holdReason = "đang sửa đường truyền";
    viettel.certificateDays = 12;
    viettel.trunks[0].carries = {};
    viettel.trunks[1].state = conference::SiteState::waiting;
    viettel.trunks[1].cause = "unreachable";
    status.links = {sampleLink("mcu.vnpt"), viettel};
    cascade::OrderStatus order;
    order.id = 40;
    order.mcu = {"mcu.viettel"};
    order.site = {"x.00003"};
    order.siteName = "Điểm cầu UBND xã Mường Bang (Phù Yên)";
    order.use = "take";
    order.state = "waiting";
    order.ageSeconds = 6;
    order.escalated = true;
    status.orders = {order};
    return status;
}

/// A slave whose technician must press a key: the chair calls one of its rooms.
inline cascade::CascadeStatus sampleSlave() {
    cascade::CascadeStatus status;
    status.mcu = {"mcu.vnpt"};
    status.role = "slave";
    status.policy = cascade::Policy::confirm;
    auto link = sampleLink("mcu.tinh");
    link.toMaster = true;
    status.links = {link};
    cascade::OrderStatus order;
    order.id = 41;
    order.mcu = {"mcu.tinh"};
    order.site = {"x.00002"};
    order.siteName = "Điểm cầu UBND xã Chiềng Sơn (Mộc Châu)";
    order.use = "take";
    order.state = "waiting";
    order.ageSeconds = 3;
    status.orders = {order};
    cascade::SessionNews session;
    session.session = "S-20220915-1";
    session.title = "Họp trực tuyến phòng chống thiên tai";
    session.state = "under-way";
    session.cues = 8;
    session.now = cascade::CueNews{3, "Báo cáo của huyện Mộc Châu", {{"x.00002"}}};
    session.nowSince = WallTime(std::chrono::seconds(1'663'225'320));
    session.nowBy = "lan";
    session.next = cascade::CueNews{4, "Kết luận", {{"x.00001"}}};
    status.sessions = {session};
    status.programme.layout = "1x1";
    status.programme.panes = {{"x.00001"}};
    status.programme.next = {"x.00003"};
    conference::RequestState request;
    request.number = 6;
    request.site = {"x.00002"};
    request.siteName = "Điểm cầu UBND xã Chiềng Sơn (Mộc Châu) (commune, x.00002)";
    request.state = "taken";
    // A whole number of seconds and a tenth to come: the page shows 12,0 for long enough.
    request.askedAt = std::chrono::system_clock::now() - std::chrono::seconds(12);
    status.requests = {request};
    cascade::Message message;
    message.id = 3;
    message.from = {"mcu.tinh"};
    message.to = {"mcu.vnpt"};
    message.author = "lan";
    message.text = "Tiếp theo: xã Chiềng Sơn";
    message.cue = true;
    message.at = WallTime(std::chrono::seconds(1663224067));
    status.messages = {message};
    return status;
}

}  // namespace mcu::cli
