// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace mcu::sip::test {

/// As baresip 1.0.0 sends it: session-level c=, AVP, packetization mode 0 alone.
inline constexpr const char* kBaresip =
    "v=0\r\no=- 3870711111 1466789473 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n"
    "a=tool:baresip 1.0.0\r\n"
    "m=audio 28204 RTP/AVP 96 9 8 0 101\r\n"
    "a=rtpmap:96 opus/48000/2\r\na=fmtp:96 stereo=1;sprop-stereo=1\r\na=rtpmap:9 G722/8000\r\n"
    "a=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
    "a=fmtp:101 0-15\r\na=rtcp:28205\r\na=sendrecv\r\na=label:1\r\na=ptime:20\r\n"
    "m=video 28206 RTP/AVP 99\r\nb=AS:512\r\n"
    "a=rtpmap:99 H264/90000\r\na=fmtp:99 packetization-mode=0;profile-level-id=42e01f;"
    "max-fs=3600;max-smbps=108000\r\na=rtcp:28207\r\na=sendrecv\r\na=label:2\r\n"
    "a=rtcp-fb:* nack pli\r\na=framerate:25.00\r\n";

/// In the manner of a Polycom group room: keys on RTP/AVP, slides, far camera and BFCP.
inline constexpr const char* kPolycom =
    "v=0\r\no=GroupRoom 1024 1 IN IP4 192.0.2.30\r\ns=-\r\nc=IN IP4 192.0.2.30\r\nb=AS:1920\r\nt=0 "
    "0\r\n"
    "m=audio 49160 RTP/AVP 115 9 0 8 101\r\n"
    "a=rtpmap:115 G7221/32000\r\na=fmtp:115 bitrate=48000\r\na=rtpmap:9 G722/8000\r\n"
    "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB|2^31\r\n"
    "a=sendrecv\r\n"
    "m=video 49162 RTP/AVP 109 110 34\r\nb=TIAS:1920000\r\n"
    "a=rtpmap:109 H264/90000\r\n"
    "a=fmtp:109 profile-level-id=42801f; packetization-mode=1; max-mbps=245000; max-fs=8160\r\n"
    "a=rtpmap:110 H264/90000\r\na=fmtp:110 profile-level-id=42801f; max-mbps=245000\r\n"
    "a=rtpmap:34 H263/90000\r\na=rtcp-fb:* ccm fir tmmbr\r\na=rtcp-fb:* nack pli\r\n"
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJC|2^31\r\n"
    "a=content:main\r\na=label:11\r\na=sendrecv\r\n"
    "m=video 49164 RTP/AVP 109\r\na=rtpmap:109 H264/90000\r\n"
    "a=fmtp:109 profile-level-id=42801f; packetization-mode=1\r\na=content:slides\r\n"
    "a=label:12\r\na=sendrecv\r\n"
    "m=application 49166 UDP/BFCP *\r\na=floorctrl:c-s\r\na=confid:1\r\na=userid:2\r\n"
    "a=floorid:1 mstrm:12\r\n";

/// In the manner of a Cisco room: high profile first, low baseline level, bare line feeds and no s=
/// line.
inline constexpr const char* kCisco =
    "v=0\no=tandberg 3 5 IN IP4 192.0.2.40\nc=IN IP4 192.0.2.40\nb=AS:2048\nt=0 0\n"
    "m=audio 16384 RTP/AVP 107 9 8 0 101\nb=TIAS:64000\na=rtpmap:107 MP4A-LATM/90000\n"
    "a=fmtp:107 profile-level-id=24;object=23;bitrate=64000\na=rtpmap:9 G722/8000\n"
    "a=rtpmap:8 PCMA/8000\na=rtpmap:0 PCMU/8000\na=rtpmap:101 telephone-event/8000\n"
    "a=fmtp:101 0-15\na=sendrecv\n"
    "m=video 16386 RTP/AVP 97 98 99\nb=TIAS:2000000\na=rtpmap:97 H264/90000\n"
    "a=fmtp:97 packetization-mode=0;profile-level-id=640016\na=rtpmap:98 H264/90000\n"
    "a=fmtp:98 profile-level-id=428014;packetization-mode=1;level-asymmetry-allowed=1;"
    "max-mbps=35000;max-fs=3600\na=rtpmap:99 H264/90000\na=fmtp:99 profile-level-id=428014\n"
    "a=rtcp-fb:* nack pli\na=rtcp-fb:* ccm fir\na=sendrecv\n";

/// In the manner of Linphone with optional SRTP.
inline constexpr const char* kLinphone =
    "v=0\r\no=room 1234 567 IN IP4 192.0.2.50\r\ns=Talk\r\nc=IN IP4 192.0.2.50\r\nt=0 0\r\n"
    "m=audio 7078 RTP/AVPF 96 97 0 8 98\r\na=rtpmap:96 opus/48000/2\r\na=fmtp:96 "
    "useinbandfec=1\r\n"
    "a=rtpmap:97 speex/16000\r\na=rtpmap:98 telephone-event/48000\r\n"
    "a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:Q0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0ND\r\n"
    "a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:REREREREREREREREREREREREREREREREREREREREREREREQ=\r\n"
    "a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:RUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVF\r\n"
    "a=rtcp-fb:* trr-int 1000\r\n"
    "m=video 9078 RTP/AVPF 96 97\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:97 H264/90000\r\n"
    "a=fmtp:97 profile-level-id=42801F;packetization-mode=1\r\n"
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:RkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZG\r\n"
    "a=rtcp-fb:96 nack pli\r\na=rtcp-fb:97 ccm fir\r\n";

/// In the manner of a browser: bundle, DTLS-SRTP, ICE, rtcp-mux, address on the default port 9.
inline constexpr const char* kBrowser =
    "v=0\r\no=- 8165486 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n"
    "a=msid-semantic: WMS\r\n"
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 110 126\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 "
    "0.0.0.0\r\n"
    "a=candidate:1 1 udp 2122260223 192.0.2.60 54321 typ host\r\n"
    "a=ice-ufrag:F7gI\r\na=ice-pwd:x9cml/YzichV2+XlhiMu8g\r\na=ice-options:trickle\r\n"
    "a=fingerprint:sha-256 "
    "d2:fa:0e:c3:22:59:5e:14:95:69:92:3d:13:b4:84:24:2c:c2:a2:c0:3e:fd:34:8e:5e:ea:6f:af:52:ce:e6:"
    "0f\r\n"
    "a=setup:actpass\r\na=mid:0\r\na=sendrecv\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n"
    "a=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:63 red/48000/2\r\na=rtpmap:9 G722/8000\r\n"
    "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:110 telephone-event/48000\r\n"
    "a=rtpmap:126 telephone-event/8000\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 96 102 106\r\nc=IN IP4 0.0.0.0\r\n"
    "a=candidate:1 1 udp 2122260223 192.0.2.60 54322 typ host\r\n"
    "a=ice-ufrag:F7gI\r\na=ice-pwd:x9cml/YzichV2+XlhiMu8g\r\n"
    "a=fingerprint:sha-256 "
    "d2:fa:0e:c3:22:59:5e:14:95:69:92:3d:13:b4:84:24:2c:c2:a2:c0:3e:fd:34:8e:5e:ea:6f:af:52:ce:e6:"
    "0f\r\n"
    "a=setup:actpass\r\na=mid:1\r\na=sendrecv\r\na=rtcp-mux\r\na=rtpmap:96 VP8/90000\r\n"
    "a=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\na=rtpmap:102 H264/90000\r\n"
    "a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f\r\n"
    "a=rtpmap:106 H264/90000\r\n"
    "a=fmtp:106 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\n";

}  // namespace mcu::sip::test
