"use strict";var Rw=Object.create;var Co=Object.defineProperty;var kw=Object.getOwnPropertyDescriptor;var _w=Object.getOwnPropertyNames;var Tw=Object.getPrototypeOf,Ow=Object.prototype.hasOwnProperty;var Tr=(e,t,n)=>()=>{if(n)throw n[0];try{return e&&(t=e(e=0)),t}catch(r){throw n=[r],r}};var M=(e,t)=>()=>{try{return t||e((t={exports:{}}).exports,t),t.exports}catch(n){throw t=0,n}},Lo=(e,t)=>{for(var n in t)Co(e,n,{get:t[n],enumerable:!0})},rd=(e,t,n,r)=>{
if(t&&typeof t=="object"||typeof t=="function")for(let o of _w(t))!Ow.call(e,o)&&o!==n&&Co(e,o,{get:()=>t[o],enumerable:!(r=kw(t,o))||r.enumerable});return e};var P=(e,t,n)=>(n=e!=null?Rw(Tw(e)):{},rd(t||!e||!e.__esModule?Co(n,"default",{value:e,enumerable:!0}):n,e)),Mw=e=>rd(Co({},"__esModule",{value:!0}),e);var id=M((UO,od)=>{od.exports=()=>{throw new Error("./auth0/auth0 is not in this bundle")}});var ad=M(($O,sd)=>{sd.exports=()=>{throw new Error("pug is not in this bundle")}});var cd=M((WO,ud)=>{ud.exports=()=>{throw new Error("edge is not in this bundle")}});var Or=M((KO,dd)=>{dd.exports=()=>{throw new Error("boom is not in this bundle")}});var pa=M((VO,ld)=>{ld.exports=()=>{throw new Error("request is not in this bundle")}});var hd=M(Me=>{Me.auth0=id();Me.fromConnect=Me.fromExpress=md;Me.fromHapi=Pw;Me.fromServer=Me.fromRestify=Iw;Me.express=function(e,t){e.nodejsCompiler(e.script,function(n,r){
if(n)return t(n);try{r=md(r)}catch(o){return t(o)}return t(null,r)})};Me.html=function(e,t){pd(e,t,n=>n)};Me.pug=function(e,t){var n=ad();pd(e,t,r=>n.render(r))};
Me.jade=Me.pug;function pd(e,t,n){t(null,(r,o,i)=>{i.writeHead(200,{"Content-Type":"text/html"});var s=n(e.script);i.end(s)})}Me.cs=function(e,t){t(null,cd().func(
e.script))};var fd=/[\-\[\]\/\{\}\(\)\*\+\?\.\\\^\$\|]/g;function ma(e){return e.auth0=function(t){return Me.auth0(e,t)},e}function md(e){return ma(function(t,n,r){
var o=ha(n.x_wt);return n.originalUrl=n.url,n.url=n.url.replace(o,"/"),n.webtaskContext=ya(t),e(n,r)})}function Pw(e){var t;return e.ext("onRequest",function(n,r){
var o=ha(n.x_wt.jtn);n.setUrl(n.url.replace(o,"/")),n.webtaskContext=t}),ma(function(n,r,o){var i=e._dispatch();t=ya(n),i(r,o)})}function Iw(e){return ma(function(t,n,r){
var o=ha(n.x_wt);return n.originalUrl=n.url,n.url=n.url.replace(o,"/"),n.webtaskContext=ya(t),e.emit("request",n,r)})}var Cw=3,Lw=2,Dw=1;function ha(e){var t=e.
container.replace(fd,"\\$&"),n=e.jtn?e.jtn.replace(fd,"\\$&"):"";if(e.url_format===Dw)return new RegExp(`^/api/run/${t}/(?:${n}/?)?`);if(e.url_format===Lw)return new RegExp(
`^/${t}/(?:${n}/?)?`);if(e.url_format===Cw)return new RegExp(`^/(?:${n}/?)?`);throw new Error("Unsupported webtask URL format.")}function ya(e){return e.read=e.
secrets.EXT_STORAGE_URL?n:t,e.write=e.secrets.EXT_STORAGE_URL?o:r,e;function t(i,s,a){var u=Or();typeof s=="function"&&(a=s,s={}),a(u.preconditionFailed("Storag\
e is not available in this context"))}function n(i,s,a){var u=Or(),c=pa();typeof s=="function"&&(a=s,s={}),c({uri:e.secrets.EXT_STORAGE_URL,method:"GET",headers:s.
headers||{},qs:{path:i},json:!0},function(d,f,y){if(d)return a(u.boomify(d,{statusCode:502}));if(f.statusCode===404&&Object.hasOwnProperty.call(s,"defaultValue"))
return a(null,s.defaultValue);if(f.statusCode>=400)return a(new u(y&&y.message,{statusCode:f.statusCode}));a(null,y)})}function r(i,s,a,u){var c=Or();typeof a==
"function"&&(u=a,a={}),u(c.preconditionFailed("Storage is not available in this context"))}function o(i,s,a,u){var c=Or(),d=pa();typeof a=="function"&&(u=a,a={}),
d({uri:e.secrets.EXT_STORAGE_URL,method:"PUT",headers:a.headers||{},qs:{path:i},body:s},function(f,y,p){if(f)return u(c.boomify(f,{statusCode:502}));if(y.statusCode>=
400)return u(new c(p&&p.message,{statusCode:y.statusCode}));u(null)})}}});var Ud=M((RM,Hd)=>{var Mv=typeof global=="object"&&global&&global.Object===Object&&global;Hd.exports=Mv});var Wd=M((kM,$d)=>{var Pv=Ud(),Iv=typeof self=="object"&&self&&self.Object===Object&&self,Cv=Pv||Iv||Function("return this")();$d.exports=Cv});var Ra=M((_M,Kd)=>{var Lv=Wd(),Dv=Lv.Symbol;Kd.exports=Dv});var Gd=M((TM,qd)=>{var Vd=Ra(),jd=Object.prototype,Nv=jd.hasOwnProperty,Fv=jd.toString,Pr=Vd?Vd.toStringTag:void 0;function Bv(e){var t=Nv.call(e,Pr),n=e[Pr];try{
e[Pr]=void 0;var r=!0}catch{}var o=Fv.call(e);return r&&(t?e[Pr]=n:delete e[Pr]),o}qd.exports=Bv});var Jd=M((OM,zd)=>{var Hv=Object.prototype,Uv=Hv.toString;function $v(e){return Uv.call(e)}zd.exports=$v});var Qd=M((MM,Zd)=>{var Yd=Ra(),Wv=Gd(),Kv=Jd(),Vv="[object Null]",jv="[object Undefined]",Xd=Yd?Yd.toStringTag:void 0;function qv(e){return e==null?e===void 0?jv:
Vv:Xd&&Xd in Object(e)?Wv(e):Kv(e)}Zd.exports=qv});var tl=M((PM,el)=>{function Gv(e){return e!=null&&typeof e=="object"}el.exports=Gv});var rl=M((IM,nl)=>{var zv=Qd(),Jv=tl(),Yv="[object Symbol]";function Xv(e){return typeof e=="symbol"||Jv(e)&&zv(e)==Yv}nl.exports=Xv});var ka=M((CM,ol)=>{var Zv=rl();function Qv(e,t,n){for(var r=-1,o=e.length;++r<o;){var i=e[r],s=t(i);if(s!=null&&(a===void 0?s===s&&!Zv(s):n(s,a)))var a=s,u=i}return u}
ol.exports=Qv});var sl=M((LM,il)=>{function eS(e,t){return e>t}il.exports=eS});var Ho=M((DM,al)=>{function tS(e){return e}al.exports=tS});var On=M((NM,ul)=>{var nS=ka(),rS=sl(),oS=Ho();function iS(e){return e&&e.length?nS(e,oS,rS):void 0}ul.exports=iS});var dl=M((FM,cl)=>{function sS(e,t){return e<t}cl.exports=sS});var Ir=M((BM,ll)=>{var aS=ka(),uS=dl(),cS=Ho();function dS(e){return e&&e.length?aS(e,cS,uS):void 0}ll.exports=dS});var pl=M((HM,fl)=>{function lS(e,t){for(var n,r=-1,o=e.length;++r<o;){var i=t(e[r]);i!==void 0&&(n=n===void 0?i:n+i)}return n}fl.exports=lS});var mt=M((UM,ml)=>{var fS=pl(),pS=Ho();function mS(e){return e&&e.length?fS(e,pS):0}ml.exports=mS});var Pf=M((QI,Mf)=>{Mf.exports=()=>{throw new Error("./streams.cjs is not in this bundle")}});async function*Xa(e,t=!0){for(let n of e)if("stream"in n)yield*n.stream();else if(ArrayBuffer.isView(n))if(t){let r=n.byteOffset,o=n.byteOffset+n.byteLength;for(;r!==
o;){let i=Math.min(o-r,If),s=n.buffer.slice(r,r+i);r+=s.byteLength,yield new Uint8Array(s)}}else yield n;else{let r=0,o=n;for(;r!==o.size;){let s=await o.slice(
r,Math.min(o.size,r+If)).arrayBuffer();r+=s.byteLength,yield new Uint8Array(s)}}}var eC,If,Cf,Tx,gt,Ur=Tr(()=>{eC=P(Pf(),1);If=65536;Cf=class Za{#e=[];#r="";#n=0;#o="\
transparent";constructor(t=[],n={}){if(typeof t!="object"||t===null)throw new TypeError("Failed to construct 'Blob': The provided value cannot be converted to a\
 sequence.");if(typeof t[Symbol.iterator]!="function")throw new TypeError("Failed to construct 'Blob': The object must have a callable @@iterator property.");if(typeof n!=
"object"&&typeof n!="function")throw new TypeError("Failed to construct 'Blob': parameter 2 cannot convert to dictionary.");n===null&&(n={});let r=new TextEncoder;
for(let i of t){let s;ArrayBuffer.isView(i)?s=new Uint8Array(i.buffer.slice(i.byteOffset,i.byteOffset+i.byteLength)):i instanceof ArrayBuffer?s=new Uint8Array(i.
slice(0)):i instanceof Za?s=i:s=r.encode(`${i}`),this.#n+=ArrayBuffer.isView(s)?s.byteLength:s.size,this.#e.push(s)}this.#o=`${n.endings===void 0?"transparent":
n.endings}`;let o=n.type===void 0?"":String(n.type);this.#r=/^[\x20-\x7E]*$/.test(o)?o:""}get size(){return this.#n}get type(){return this.#r}async text(){let t=new TextDecoder,
n="";for await(let r of Xa(this.#e,!1))n+=t.decode(r,{stream:!0});return n+=t.decode(),n}async arrayBuffer(){let t=new Uint8Array(this.size),n=0;for await(let r of Xa(
this.#e,!1))t.set(r,n),n+=r.length;return t.buffer}stream(){let t=Xa(this.#e,!0);return new globalThis.ReadableStream({type:"bytes",async pull(n){let r=await t.
next();r.done?n.close():n.enqueue(r.value)},async cancel(){await t.return()}})}slice(t=0,n=this.size,r=""){let{size:o}=this,i=t<0?Math.max(o+t,0):Math.min(t,o),
s=n<0?Math.max(o+n,0):Math.min(n,o),a=Math.max(s-i,0),u=this.#e,c=[],d=0;for(let y of u){if(d>=a)break;let p=ArrayBuffer.isView(y)?y.byteLength:y.size;if(i&&p<=
i)i-=p,s-=p;else{let m;ArrayBuffer.isView(y)?(m=y.subarray(i,Math.min(p,s)),d+=m.byteLength):(m=y.slice(i,Math.min(p,s)),d+=m.size),s-=p,c.push(m),i=0}}let f=new Za(
[],{type:String(r).toLowerCase()});return f.#n=a,f.#e=c,f}get[Symbol.toStringTag](){return"Blob"}static[Symbol.hasInstance](t){return t&&typeof t=="object"&&typeof t.
constructor=="function"&&(typeof t.stream=="function"||typeof t.arrayBuffer=="function")&&/^(Blob|File)$/.test(t[Symbol.toStringTag])}};Object.defineProperties(
Cf.prototype,{size:{enumerable:!0},type:{enumerable:!0},slice:{enumerable:!0}});Tx=Cf,gt=Tx});var Ox,Mx,$n,Qa=Tr(()=>{Ur();Ox=class extends gt{#e=0;#r="";constructor(t,n,r={}){if(arguments.length<2)throw new TypeError(`Failed to construct 'File': 2 argum\
ents required, but only ${arguments.length} present.`);super(t,r),r===null&&(r={});let o=r.lastModified===void 0?Date.now():Number(r.lastModified);Number.isNaN(
o)||(this.#e=o),this.#r=String(n)}get name(){return this.#r}get lastModified(){return this.#e}get[Symbol.toStringTag](){return"File"}static[Symbol.hasInstance](t){
return!!t&&t instanceof gt&&/^(File)$/.test(t[Symbol.toStringTag])}},Mx=Ox,$n=Mx});function Nf(e,t=gt){var n=`${Lf()}${Lf()}`.replace(/\./g,"").slice(-28).padStart(32,"-"),r=[],o=`--${n}\r
Content-Disposition: form-data; name="`;return e.forEach((i,s)=>typeof i=="string"?r.push(o+eu(s)+`"\r
\r
${i.replace(/\r(?!\n)|(?<!\r)\n/g,`\r
`)}\r
`):r.push(o+eu(s)+`"; filename="${eu(i.name,1)}"\r
Content-Type: ${i.type||"application/octet-stream"}\r
\r
`,i,`\r
`)),r.push(`--${n}--`),new t(r,{type:"multipart/form-data; boundary="+n})}var $r,Px,Ix,Lf,Cx,Df,eu,un,cn,ai=Tr(()=>{Ur();Qa();({toStringTag:$r,iterator:Px,hasInstance:Ix}=
Symbol),Lf=Math.random,Cx="append,set,get,getAll,delete,keys,values,entries,forEach,constructor".split(","),Df=(e,t,n)=>(e+="",/^(Blob|File)$/.test(t&&t[$r])?[(n=
n!==void 0?n+"":t[$r]=="File"?t.name:"blob",e),t.name!==n||t[$r]=="blob"?new $n([t],n,t):t]:[e,t+""]),eu=(e,t)=>(t?e:e.replace(/\r?\n|\r/g,`\r
`)).replace(/\n/g,"%0A").replace(/\r/g,"%0D").replace(/"/g,"%22"),un=(e,t,n)=>{if(t.length<n)throw new TypeError(`Failed to execute '${e}' on 'FormData': ${n} a\
rguments required, but only ${t.length} present.`)},cn=class{#e=[];constructor(...t){if(t.length)throw new TypeError("Failed to construct 'FormData': parameter \
1 is not of type 'HTMLFormElement'.")}get[$r](){return"FormData"}[Px](){return this.entries()}static[Ix](t){return t&&typeof t=="object"&&t[$r]==="FormData"&&!Cx.
some(n=>typeof t[n]!="function")}append(...t){un("append",arguments,2),this.#e.push(Df(...t))}delete(t){un("delete",arguments,1),t+="",this.#e=this.#e.filter(([
n])=>n!==t)}get(t){un("get",arguments,1),t+="";for(var n=this.#e,r=n.length,o=0;o<r;o++)if(n[o][0]===t)return n[o][1];return null}getAll(t,n){return un("getAll",
arguments,1),n=[],t+="",this.#e.forEach(r=>r[0]===t&&n.push(r[1])),n}has(t){return un("has",arguments,1),t+="",this.#e.some(n=>n[0]===t)}forEach(t,n){un("forEac\
h",arguments,1);for(var[r,o]of this)t.call(n,o,r,this)}set(...t){un("set",arguments,2);var n=[],r=!0;t=Df(...t),this.#e.forEach(o=>{o[0]===t[0]?r&&(r=!n.push(t)):
n.push(o)}),r&&n.push(t),this.#e=n}*entries(){yield*this.#e}*keys(){for(var[t]of this)yield t}*values(){for(var[,t]of this)yield t}}});var $f=M((pC,Uf)=>{if(!globalThis.DOMException)try{let{MessageChannel:e}=require("worker_threads"),t=new e().port1,n=new ArrayBuffer;t.postMessage(n,[n,n])}catch(e){
e.constructor.name==="DOMException"&&(globalThis.DOMException=e.constructor)}Uf.exports=globalThis.DOMException});var ci,Lx,yC,nu=Tr(()=>{ci=require("node:fs"),Lx=P($f(),1);Qa();Ur();({stat:yC}=ci.promises)});var Kf={};Lo(Kf,{toFormData:()=>$x});function Ux(e){let t=e.match(/\bfilename=("(.*?)"|([^()<>@,;:\\"/[\]?={}\s\t]+))($|;\s)/i);if(!t)return;let n=t[2]||t[3]||"",
r=n.slice(n.lastIndexOf("\\")+1);return r=r.replace(/%22/g,'"'),r=r.replace(/&#(\d{4});/g,(o,i)=>String.fromCharCode(i)),r}async function $x(e,t){if(!/multipart/i.
test(t))throw new TypeError("Failed to fetch");let n=t.match(/boundary=(?:"([^"]+)"|([^;]+))/i);if(!n)throw new TypeError("no or bad content-type header, no mul\
tipart boundary");let r=new ru(n[1]||n[2]),o,i,s,a,u,c,d=[],f=new cn,y=w=>{s+=b.decode(w,{stream:!0})},p=w=>{d.push(w)},m=()=>{let w=new $n(d,c,{type:u});f.append(
a,w)},g=()=>{f.append(a,s)},b=new TextDecoder("utf-8");b.decode(),r.onPartBegin=function(){r.onPartData=y,r.onPartEnd=g,o="",i="",s="",a="",u="",c=null,d.length=
0},r.onHeaderField=function(w){o+=b.decode(w,{stream:!0})},r.onHeaderValue=function(w){i+=b.decode(w,{stream:!0})},r.onHeaderEnd=function(){if(i+=b.decode(),o=o.
toLowerCase(),o==="content-disposition"){let w=i.match(/\bname=("([^"]*)"|([^()<>@,;:\\"/[\]?={}\s\t]+))/i);w&&(a=w[2]||w[3]||""),c=Ux(i),c&&(r.onPartData=p,r.onPartEnd=
m)}else o==="content-type"&&(u=i);i="",o=""};for await(let w of e)r.write(w);return r.end(),f}var at,$,Wf,Ft,di,li,Dx,Kr,Nx,Fx,Bx,Hx,dn,ru,Vf=Tr(()=>{nu();ai();
at=0,$={START_BOUNDARY:at++,HEADER_FIELD_START:at++,HEADER_FIELD:at++,HEADER_VALUE_START:at++,HEADER_VALUE:at++,HEADER_VALUE_ALMOST_DONE:at++,HEADERS_ALMOST_DONE:at++,
PART_DATA_START:at++,PART_DATA:at++,END:at++},Wf=1,Ft={PART_BOUNDARY:Wf,LAST_BOUNDARY:Wf*=2},di=10,li=13,Dx=32,Kr=45,Nx=58,Fx=97,Bx=122,Hx=e=>e|32,dn=()=>{},ru=
class{constructor(t){this.index=0,this.flags=0,this.onHeaderEnd=dn,this.onHeaderField=dn,this.onHeadersEnd=dn,this.onHeaderValue=dn,this.onPartBegin=dn,this.onPartData=
dn,this.onPartEnd=dn,this.boundaryChars={},t=`\r
--`+t;let n=new Uint8Array(t.length);for(let r=0;r<t.length;r++)n[r]=t.charCodeAt(r),this.boundaryChars[n[r]]=!0;this.boundary=n,this.lookbehind=new Uint8Array(
this.boundary.length+8),this.state=$.START_BOUNDARY}write(t){let n=0,r=t.length,o=this.index,{lookbehind:i,boundary:s,boundaryChars:a,index:u,state:c,flags:d}=this,
f=this.boundary.length,y=f-1,p=t.length,m,g,b=x=>{this[x+"Mark"]=n},w=x=>{delete this[x+"Mark"]},S=(x,O,T,de)=>{(O===void 0||O!==T)&&this[x](de&&de.subarray(O,T))},
E=(x,O)=>{let T=x+"Mark";T in this&&(O?(S(x,this[T],n,t),delete this[T]):(S(x,this[T],t.length,t),this[T]=0))};for(n=0;n<r;n++)switch(m=t[n],c){case $.START_BOUNDARY:
if(u===s.length-2){if(m===Kr)d|=Ft.LAST_BOUNDARY;else if(m!==li)return;u++;break}else if(u-1===s.length-2){if(d&Ft.LAST_BOUNDARY&&m===Kr)c=$.END,d=0;else if(!(d&
Ft.LAST_BOUNDARY)&&m===di)u=0,S("onPartBegin"),c=$.HEADER_FIELD_START;else return;break}m!==s[u+2]&&(u=-2),m===s[u+2]&&u++;break;case $.HEADER_FIELD_START:c=$.HEADER_FIELD,
b("onHeaderField"),u=0;case $.HEADER_FIELD:if(m===li){w("onHeaderField"),c=$.HEADERS_ALMOST_DONE;break}if(u++,m===Kr)break;if(m===Nx){if(u===1)return;E("onHeade\
rField",!0),c=$.HEADER_VALUE_START;break}if(g=Hx(m),g<Fx||g>Bx)return;break;case $.HEADER_VALUE_START:if(m===Dx)break;b("onHeaderValue"),c=$.HEADER_VALUE;case $.
HEADER_VALUE:m===li&&(E("onHeaderValue",!0),S("onHeaderEnd"),c=$.HEADER_VALUE_ALMOST_DONE);break;case $.HEADER_VALUE_ALMOST_DONE:if(m!==di)return;c=$.HEADER_FIELD_START;
break;case $.HEADERS_ALMOST_DONE:if(m!==di)return;S("onHeadersEnd"),c=$.PART_DATA_START;break;case $.PART_DATA_START:c=$.PART_DATA,b("onPartData");case $.PART_DATA:
if(o=u,u===0){for(n+=y;n<p&&!(t[n]in a);)n+=f;n-=y,m=t[n]}if(u<s.length)s[u]===m?(u===0&&E("onPartData",!0),u++):u=0;else if(u===s.length)u++,m===li?d|=Ft.PART_BOUNDARY:
m===Kr?d|=Ft.LAST_BOUNDARY:u=0;else if(u-1===s.length)if(d&Ft.PART_BOUNDARY){if(u=0,m===di){d&=~Ft.PART_BOUNDARY,S("onPartEnd"),S("onPartBegin"),c=$.HEADER_FIELD_START;
break}}else d&Ft.LAST_BOUNDARY&&m===Kr?(S("onPartEnd"),c=$.END,d=0):u=0;if(u>0)i[u-1]=m;else if(o>0){let x=new Uint8Array(i.buffer,i.byteOffset,i.byteLength);S(
"onPartData",0,o,x),o=0,b("onPartData"),n--}break;case $.END:break;default:throw new Error(`Unexpected state entered: ${c}`)}E("onHeaderField"),E("onHeaderValue"),
E("onPartData"),this.index=u,this.state=c,this.flags=d}end(){if(this.state===$.HEADER_FIELD_START&&this.index===0||this.state===$.PART_DATA&&this.index===this.boundary.
length)this.onPartEnd();else if(this.state!==$.END)throw new Error("MultipartParser.end(): stream ended unexpectedly")}}});var Zh=M((hB,Xh)=>{Xh.exports=()=>{throw new Error("./utils/body.js is not in this bundle")}});var uy=M((DB,ay)=>{ay.exports=()=>{throw new Error("./utils/mount.js is not in this bundle")}});var Zb=M((vj,Xb)=>{Xb.exports=Promise});var ew=M((Sj,Qb)=>{function ia(e){Error.call(this,e),this.name="ArgumentError",this.message=e,this.status=400}ia.prototype=Object.create(Error.prototype);ia.prototype.
constructor=ia;Qb.exports=ia});var nw=M((xj,tw)=>{function sa(e){Error.call(this,e),this.name="ForbiddenError",this.message=e,this.status=403}sa.prototype=Object.create(Error.prototype);sa.prototype.
constructor=sa;tw.exports=sa});var ow=M((Ej,rw)=>{function aa(e,t){Error.call(this,e),this.name="HookTokenError",this.message=e,this.status=401,this.innerError=t}aa.prototype=Object.create(Error.
prototype);aa.prototype.constructor=aa;rw.exports=aa});var sw=M((Aj,iw)=>{function ua(e,t,n){Error.call(this,t),this.name="ManagementApiError",this.code=e,this.message=t,this.status=n||400}ua.prototype=Object.create(
Error.prototype);ua.prototype.constructor=ua;iw.exports=ua});var uw=M((Rj,aw)=>{function ca(e){Error.call(this,e),this.name="NotFoundError",this.message=e,this.status=404}ca.prototype=Object.create(Error.prototype);ca.prototype.
constructor=ca;aw.exports=ca});var dw=M((kj,cw)=>{function da(e){Error.call(this,e),this.name="UnauthorizedError",this.message=e,this.status=401}da.prototype=Object.create(Error.prototype);da.
prototype.constructor=da;cw.exports=da});var fw=M((_j,lw)=>{function la(e){Error.call(this,e),this.name="ValidationError",this.message=e,this.status=400}la.prototype=Object.create(Error.prototype);la.prototype.
constructor=la;lw.exports=la});var pw=M((Tj,en)=>{en.exports.ArgumentError=ew();en.exports.ForbiddenError=nw();en.exports.HookTokenError=ow();en.exports.ManagementApiError=sw();en.exports.NotFoundError=
uw();en.exports.UnauthorizedError=dw();en.exports.ValidationError=fw()});var yw=M((Oj,hw)=>{var mw=Zb(),RO=pw().ArgumentError;function fa(e,t){if(e==null)throw new RO("Must provide the Webtask storage object");t=t||{force:1},this.storage=
e,this.options=t,this.defaultData=t.defaultData||{}}fa.prototype.read=function(){let e=this;return new mw(function(n,r){e.storage.get(function(o,i){return o?r(o):
n(i||e.defaultData)})})};fa.prototype.write=function(e){let t=this;return new mw(function(n,r){t.storage.set(e,t.options,function(o){return o?r(o):n()})})};fa.prototype.
writeRetryCondition=function(e){return e.code===409};hw.exports=fa});var BO={};Lo(BO,{webtask:()=>MO});module.exports=Mw(BO);var Ew=P(hd());function _n(e,t,n){return{...n.encode(t(e)),logId:e.log_id}}var Nw="exporter_test";function yd(e){let t=new Date(e).toISOString();return{log_id:`test-${t}`,date:t,type:Nw,description:"A test record that the exporter sent\
 when somebody tested the connections on its page. Nothing happened in the tenant."}}async function gd(e,t){let n=yd(e.clock.now()),[r,...o]=await Promise.all([Fw(e,t),...e.destinations.map(i=>Bw(e,i,n,t))]);return[...r,...o]}async function Fw({
domain:e,tokens:t,probe:n,clock:r},o){t.forget();let i=Uw(await t.getToken(o-r.now()),e);return i.isOk?[i,$w(await n.newest(o-r.now()))]:[i,Hw]}async function Bw({
toRecord:e,clock:t},n,r,o){let i=_n(r,e,n),s=await n.deliver([i],o-t.now());return{what:"deliver",destination:n.kind,isOk:s.status==="accepted",text:Kw(s,i.logType)}}
var Hw={what:"read-log",isOk:!1,text:"Reading a log was not tried, because there is no token for it."},bd="This may pass by itself: try again in some minutes.";
function Uw(e,t){let n="sign-in";switch(e.status){case"token":return{what:n,isOk:!0,text:`Auth0 gave a token for ${t}.`};case"misconfigured":return{what:n,isOk:!1,
text:Tn(`Auth0 gave no token: ${e.problem}`)};case"retry":{let r=`${Tn(`Auth0 gave no token: ${e.reason}`)} ${bd}`;return{what:n,isOk:!1,text:r}}}}function $w(e){
let t="read-log";switch(e.status){case"found":return{what:t,isOk:!0,text:`Read the newest log, ${Ww(e.atMs)}.`};case"none":return{what:t,isOk:!0,text:"The tenan\
t has no log yet, but reading is allowed."};case"failed":return{what:t,isOk:!1,text:Tn(`No log could be read: ${e.reason}`)}}}function Ww(e){return e===void 0?"\
which does not say when it happened":`of ${new Date(e).toISOString().replace(/\.\d+Z$/,"Z")}`}function Kw(e,t){switch(e.status){case"accepted":return`Azure acce\
pted the test record. It shows in the table as type ${t}, within some minutes.`;case"retry":return`${Tn(`Azure did not confirm the test record: ${e.reason}`)} ${bd}`;case"\
refused":return Tn(`Azure refused the test record: ${e.reason}`);case"misconfigured":return Tn(`Azure did not take the test record: ${e.problem}`)}}function Tn(e){
return/[.!?]$/.test(e)?e:`${e}.`}function Do(e,t){let n=Date.parse(e.header("date")??"");return Math.abs(n-t)>5e3?n:t}function Tt(e,t){let n=e.header("retry-after")?.trim();if(n===void 0||n==="")return;if(/^\d{1,9}$/.test(n))return Number(n)*1e3;let r=Date.parse(n);return Number.
isNaN(r)?void 0:Math.max(0,r-Do(e,t))}var Vw=1e6,ga="Microsoft ended support for the HTTP Data Collector API on 14 September 2026 and may have switched it off",jw={InactiveCustomer:"The workspace is\
 closed: reopen it, or enter another in LOGANALYTICS_WORKSPACEID.",InvalidApiVersion:"LOGANALYTICS_APIVERSION is not known to the service: 2016-04-01 is.",MissingApiVersion:"\
LOGANALYTICS_ENDPOINT must not remove the query of the address.",InvalidCustomerId:"LOGANALYTICS_WORKSPACEID is not the id of a workspace.",InvalidLogType:"LOGA\
NALYTICS_NAMESPACE must begin with a letter and hold only letters, digits and underscores."};function wd(e,t,n){let{statusCode:r}=e;if(r>=200&&r<300)return qw(e);
let o=Jw(e.body),i=`Azure answered ${r}${o===""?"":` ${o}`}`;if(r===408||r===429||r>=500){let s=Tt(e,n);return{status:"retry",reason:i,isRateLimited:r===429,...s===
void 0?{}:{waitMs:s}}}return r===413||r===404&&t>=Vw?{status:"refused",reason:`${i}: the batch is too large`}:r===400&&o==="InvalidDataFormat"?{status:"refused",
reason:`${i}: a record cannot be read`}:zw(i,Gw(r,o))}function qw({statusCode:e,body:t}){return/^\s*</.test(t)?{status:"retry",reason:`something other than Azur\
e answered ${e} with a web page`}:{status:"accepted"}}function vd(e){let t=/ENOTFOUND|EAI_AGAIN/.test(e.reason)?`; check LOGANALYTICS_WORKSPACEID and LOGANALYTI\
CS_CLOUD. ${ga}`:"";return{status:"retry",reason:`${e.reason}${t}`}}function Gw(e,t){return e===403?`LOGANALYTICS_WORKSPACEKEY is not a key of the workspace LOG\
ANALYTICS_WORKSPACEID, the workspace does not allow shared keys (local authentication is off), or the clock of the machine that sends is minutes off. If all are\
 right: ${ga}.`:e===404||e===410?`Check LOGANALYTICS_WORKSPACEID, LOGANALYTICS_CLOUD and LOGANALYTICS_ENDPOINT. If they are right: ${ga}.`:e>=300&&e<400?"LOGANA\
LYTICS_ENDPOINT leads to another address: enter that one.":jw[t]??"The service refuses every batch, or something on the way to it does: check LOGANALYTICS_ENDPO\
INT and any proxy."}function zw(e,t){return{status:"misconfigured",problem:`${e}. ${t} Nothing was lost: the export goes on where it stopped.`}}function Jw(e){try{
let{Error:t}=JSON.parse(e);return typeof t=="string"&&/^[A-Za-z]{1,40}$/.test(t)?t:""}catch{return""}}var Yw=new TextEncoder;function Sd(e,t){return e.length*3>t&&Buffer.byteLength(e)>t}function ba(e,t){let{read:n}=Yw.encodeInto(e,new Uint8Array(Math.max(0,t)));
return e.slice(0,n)}function tn(e){let t=2;for(let n=0;n<e.length;n+=1){let r=e.charCodeAt(n);xd(e,r,n)?(t+=4,n+=1):t+=Ed(r)}return t}function No(e,t){let n=t-2,
r=0;for(;r<e.length;){let o=e.charCodeAt(r),i=xd(e,o,r);if(n-=i?4:Ed(o),n<0)break;r+=i?2:1}return e.slice(0,r)}function xd(e,t,n){if(t<55296||t>56319||n+1>=e.length)
return!1;let r=e.charCodeAt(n+1);return r>=56320&&r<=57343}function Ed(e){return e<32?Xw(e)?2:6:e<128?e===34||e===92?2:1:e<2048?2:e>=55296&&e<=57343?6:3}function Xw(e){
return e===8||e===9||e===10||e===12||e===13}var Ze=[],Mr=[{name:"log_id",kind:"text",meaning:"unique id of the log, 56 digits"},{name:"date",kind:"time",meaning:"when it happened, as Auth0 gave it"},{name:"\
type",kind:"text",meaning:"Auth0's code of the log type"},{name:"event",kind:"text",sources:Ze,meaning:"name of the log type; its code when unknown"},{name:"cat\
egory",kind:"text",sources:Ze,meaning:"group of the type in Auth0's catalog; absent when unknown"},{name:"level",kind:"number",sources:Ze,meaning:"0 debug, 1 in\
fo, 2 warning, 3 error, 4 critical"},{name:"severity",kind:"text",sources:Ze,meaning:"the word for the level"},{name:"description",kind:"text",meaning:"what hap\
pened, in words"},{name:"connection",kind:"text",meaning:"name of the connection"},{name:"connection_id",kind:"text",meaning:"id of the connection"},{name:"clie\
nt_id",kind:"text",meaning:"id of the application"},{name:"client_name",kind:"text",meaning:"name of the application"},{name:"ip",kind:"text",meaning:"address t\
he request came from, IPv4 or IPv6"},{name:"client_ip",kind:"text",meaning:"address of the application's own client, when it was handed on"},{name:"user_agent",
kind:"text",meaning:"user agent, raw or in Auth0's short form"},{name:"os",kind:"text",sources:Ze,meaning:"operating system, from the user agent"},{name:"os_ver\
sion",kind:"text",sources:Ze,meaning:"version of the operating system"},{name:"browser",kind:"text",sources:Ze,meaning:"browser or client program, from the user\
 agent"},{name:"browser_version",kind:"text",sources:Ze,meaning:"version of the browser"},{name:"device",kind:"text",sources:Ze,meaning:"maker and model, or des\
ktop, mobile, tablet, tv, bot"},{name:"is_mobile",kind:"boolean",sources:["isMobile","is_mobile"],meaning:"whether Auth0 took the client for a mobile one"},{name:"\
hostname",kind:"text",meaning:"host that the request was sent to"},{name:"user_id",kind:"text",meaning:"id of the user"},{name:"user_name",kind:"text",meaning:"\
name or e-mail address of the user"},{name:"identity_user_id",kind:"text",meaning:"user's id at the identity provider"},{name:"strategy",kind:"text",meaning:"ki\
nd of identity provider"},{name:"strategy_type",kind:"text",meaning:"database, social, enterprise, passwordless"},{name:"organization_id",kind:"text",meaning:"i\
d of the organization"},{name:"organization_name",kind:"text",meaning:"name of the organization"},{name:"audience",kind:"text",meaning:"API that a token was ask\
ed for"},{name:"scope",kind:"text",meaning:"scopes, separated by spaces"},{name:"tenant_name",kind:"text",meaning:"name of the tenant"},{name:"environment_name",
kind:"text",meaning:"Auth0's environment, such as prod-us-1"},{name:"agent_id",kind:"text",meaning:"id of the AI agent that acted"},{name:"external_agent_id",kind:"\
text",meaning:"id of the AI agent outside Auth0"},{name:"mtls_thumbprint_sha256",kind:"text",meaning:"thumbprint of the client's certificate"},{name:"transactio\
n_linking_id",kind:"text",meaning:"joins the logs of one transaction"},{name:"session_connection",kind:"text",meaning:"connection that the session came from"},{
name:"email",kind:"text",meaning:"e-mail address"},{name:"title",kind:"text",meaning:"title of a notice"},{name:"tracking_id",kind:"text",meaning:"Auth0's track\
ing id"},{name:"details",kind:"json",meaning:"what belongs to the type: request, response, error, prompts"},{name:"location_info",kind:"json",meaning:"place of \
the address: country, city, coordinates"},{name:"auth0_client",kind:"json",meaning:"the application's Auth0 library"},{name:"references",kind:"json",meaning:"co\
rrelation and trace ids"},{name:"security_context",kind:"json",meaning:"fingerprints of the TLS connection"},{name:"event_schema",kind:"json",sources:["$event_s\
chema"],meaning:"version of the event's schema"},{name:"body",kind:"json",meaning:"body of the request"},{name:"query",kind:"json",meaning:"query of the request"},
{name:"additional_fields",kind:"json",sources:Ze,meaning:"every field that has no column of its own"},{name:"truncated_fields",kind:"text",sources:Ze,meaning:"c\
olumns that were shortened to fit, separated by commas"}],Zw=new Map(Mr.map(({name:e,kind:t})=>[e,t]));function wa(e){return Zw.get(e)??"text"}function Fo(e,t){let n=t/e.length;for(;;){let r=0,o=0;for(let s=0;s<e.length;s+=1){let a=e[s]??0;a<=n?r+=a:o+=1}if(o===0)return Number.POSITIVE_INFINITY;let i=(t-
r)/o;if(i-n<=Math.abs(n)*.001)return n;n=i}}var Sa=64,xa=40,Qw="[cut]",ev=256;function Ea(e,t){if(!(t<Sa))try{let n=JSON.parse(e),r=new Map;return JSON.stringify(kd(n,Bo(n,r),t,r))}catch{return JSON.stringify(
_d(e,t))}}function Bo(e,t){if(typeof e=="string")return tn(e);if(typeof e!="object"||e===null)return String(e).length;let n=t.get(e);if(n!==void 0)return n.size;
let r=Array.isArray(e)?[]:Object.keys(e),o=Array.isArray(e)?tv(e,t):nv(e,r,t);return o>=ev&&t.set(e,{size:o,names:r}),o}function tv(e,t){let n=2+Math.max(0,e.length-
1);for(let r of e)n+=Bo(r,t);return n}function nv(e,t,n){let r=2+Math.max(0,t.length-1);for(let o of t)r+=tn(o)+1+Bo(e[o],n);return r}function kd(e,t,n,r){if(t<=
n)return e;if(typeof e=="string")return _d(e,n);if(typeof e!="object"||e===null)return e;if(Array.isArray(e)){let f=Float64Array.from(e,()=>1),{kept:y,droppedBytes:p}=Ad(
e,f,n,r),m=y.map(([,g])=>g);return p===0?m:[...m,va(p)]}let o=e,i=r.get(o)?.names??Object.keys(o),s=i.map(f=>o[f]),a=Float64Array.from(i,f=>tn(f)+2),{kept:u,droppedBytes:c}=Ad(
s,a,n,r),d=u.map(([f,y])=>[i[f]??"",y]);return c>0&&d.push([Qw,va(c)]),Object.fromEntries(d)}function Ad(e,t,n,r){let o=Float64Array.from(e,f=>Bo(f,r)),i=rv(o,t,
n-2),s=n-2-(i.length<e.length?xa:0),a=Rd(o)+Rd(t);for(let f of i)s-=t[f]??0,a-=(t[f]??0)+(o[f]??0);let u=i.map(f=>o[f]??0),c=Math.max(Sa,Math.floor(Fo(u,s)));return{
kept:i.map(f=>{let y=o[f]??0;return[f,kd(e[f],y,Math.min(y,c),r)]}),droppedBytes:a}}function rv(e,t,n){let r=a=>(t[a]??0)+Math.min(e[a]??0,Sa),o=Array.from(e,(a,u)=>u),
i=0;for(let a of o)i+=r(a);if(i<=n)return o;let s=n-xa;return o.filter(a=>{let u=r(a);return u>s?!1:(s-=u,!0)})}function _d(e,t){let n=No(e,t-xa);return n+va(Buffer.
byteLength(e)-Buffer.byteLength(n))}function va(e){return`[cut: ${e} bytes]`}function Rd(e){let t=0;for(let n of e)t+=n;return t}var Td=new Set(["log_id","date","truncated_fields"]),ov=new Set([...Td,"type"]),iv=6,sv=4,av=12;function Od(e,t){let n=uv(e,t.maxFieldBytes);return cv(n,t.maxRecordBytes)?
n:dv(n,t)}function uv(e,t){let n={},r=[];for(let o of Object.keys(e)){let i=e[o];if(typeof i!="string"||Td.has(o)||!Sd(i,t))continue;let s=wa(o)==="json"?Ea(i,t):
ba(i,t);s?n[o]=s:r.push(o)}return Md(e,n,r,t)}function cv(e,t){let n=2;for(let r of Object.keys(e)){let o=e[r],i=typeof o=="string"?o.length:String(o).length;n+=
(r.length+i)*iv+sv+2}return n<=t}function dv(e,t){if(Buffer.byteLength(JSON.stringify(e))<=t.maxRecordBytes)return e;let n=Object.keys(e).filter(u=>typeof e[u]==
"string"&&!ov.has(u)),r=n.map(u=>tn(Aa(e,u))),o=t.maxRecordBytes-lv(e,n),i=Math.floor(Fo(r,o)),s={},a=[];return n.forEach((u,c)=>{let d=r[c]??0;if(d<=i)return;let f=fv(
u,Aa(e,u),d,i);f?s[u]=f:a.push(u)}),Md(e,s,a,t.maxFieldBytes)}function lv(e,t){let n=new Set(t),r=Object.entries(e).map(([s,a])=>[s,n.has(s)?"":a]),o=t.length*2,
i=`"truncated_fields":"",${t.join(",")},`;return Buffer.byteLength(JSON.stringify(Object.fromEntries(r)))-o+i.length}function fv(e,t,n,r){if(wa(e)!=="json")return No(
t,r);let o=t,i=n,s=Buffer.byteLength(t);for(let a=0;a<av;a+=1){s=Math.floor(s*Math.min(.95,r/i));let u=Ea(o,s);if(u===void 0)return;if(o=u,i=tn(u),i<=r)return u}}
function Md(e,t,n,r){let o=[...Object.keys(t),...n];if(o.length===0)return e;let i={...e,...t};for(let a of n)delete i[a];let s=Aa(e,"truncated_fields").split("\
,").filter(Boolean);return i.truncated_fields=ba([...new Set([...s,...o])].join(","),r),i}function Aa(e,t){let n=e[t];return typeof n=="string"?n:""}var pv=new Set(Mr.filter(({kind:e})=>e==="text").map(({name:e})=>e)),mv=/^[{(]?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}[)}]?$/i,hv=38,yv=/^\s*[+-]?\d{4,6}-\d\d?(?:-|$)/,
gv="text:";function Pd(e){let t;for(let n of Object.keys(e)){let r=e[n];typeof r!="string"||!pv.has(n)||!wv(r)||(t??={...e},t[n]=`${gv}${r}`)}return t??e}var bv=/^[\s+\-0-9a-f{(]/i;
function wv(e){if(!bv.test(e))return!1;if(yv.test(e))return!0;let t=e.trim();return t.length>=32&&t.length<=hv&&mv.test(t)}var Cd=31900,vv=8e6,Sv={maxFieldBytes:Cd,maxRecordBytes:vv},xv=3;function Ld(e){let t=Pd(e),n=JSON.stringify(t);if(n.length*xv<=Cd)return Id(t,n);let r=Od(t,Sv);
return Id(r,r===t?n:JSON.stringify(r))}function Id(e,t){return{logId:String(e.log_id),logType:String(e.type??""),bytes:Buffer.from(t),isTruncated:e.truncated_fields!==
void 0}}var Dd=require("node:crypto");function Nd(e,t,n,r){let o=`POST
${n}
application/json
x-ms-date:${r}
/api/logs`,i=Buffer.from(t,"base64"),s=(0,Dd.createHmac)("sha256",i).update(o,"utf8").digest("base64");return`SharedKey ${e}:${s}`}var Ev="date";function Fd(e,t,n){let r=_v(t),o=new Date(n).toUTCString(),{workspaceId:i,workspaceKey:s,logType:a,resourceId:u,url:c}=e,d={authorization:Nd(i,s,r.
length,o),"content-type":"application/json","log-type":a,"x-ms-date":o,"time-generated-field":Ev,...u===void 0?{}:{"x-ms-AzureResourceId":u}};return{url:c,headers:d,
body:r}}var Av=Buffer.from("["),Rv=Buffer.from(","),kv=Buffer.from("]");function _v(e){let t=e.flatMap(({bytes:n})=>[Rv,n]);return Buffer.concat([Av,...t.slice(
1),kv])}var Tv=8e6,Ov=1e5;function Bd(e,t,n,r){return{kind:"data-collector",limits:{maxBatchRecords:t,maxBatchBytes:Tv},encode:Ld,async deliver(o,i){let s=Fd(e,o,r.now()),
a=await n.send({method:"POST",...s,timeoutMs:i,maxResponseBytes:Ov});return a.status==="answered"?wd(a,s.body.length,r.now()):vd(a)}}}var Wl=P(On()),Ma=P(Ir()),jo=P(mt());function hl(e,t){let n=e.slice(0,3);if(n.length<3||!n.every(yS)||!gS(n))return;let[r]=n;return`The backlog grew during the last 3 runs.${r?.capacityLogs===void 0?
"":` One run carries about ${r.capacityLogs} logs.`} ${hS(r?.outcome,t)}`}function hS(e,t){let n="let the schedule in webtask.json run more often";if(e==="rate-\
limited")return`A rate limit holds it back: use less of the allowance elsewhere, get a larger one, or ${n}.`;let r=t/1e3;return r>=25?`MAX_RUN_SECONDS is at its\
 most: ${n}.`:`Raise MAX_RUN_SECONDS (now ${r}, at most 25), or ${n}.`}function yS({outcome:e}){return e==="out-of-time"||e==="rate-limited"}function gS(e){return e.
every((t,n)=>{let r=e[n+1];return r===void 0||(t.lagMs??0)>(r.lagMs??0)})}function Cr(e,t){let n=e.slice(0,t).replace(/[^ !#-[\]-~]/g,"?");return e.length<=t?n:Buffer.from(n,"latin1").toString("latin1")}function Uo(e,t){return e.slice(
0,t).replace(/[\p{C}\p{Zl}\p{Zp}]/gu," ")}var $o=500,bS=3e4,_a=40,wS=80;function yl(e,t,n,r,o){let i=o.lock(e.bytes);return{logId:e.logId,logType:Cr(e.logType,_a),destination:t,reason:Lr(n),refusedAtMs:r,
...i.length<=bS?{content:i}:{}}}function Lr(e){return Cr(e,wS)}function Mn(e,t){if(t.length===0)return e;let n=e.deadLetters.filter(r=>!t.some(o=>Ot(r,o)));return{
...e,deadLetters:[...n,...t]}}function Pn(e,t){if(t.length===0)return e;let n=e.deadLetters.filter(r=>!t.some(o=>Ot(r,o)));return{...e,deadLetters:n}}function Ot(e,t){
return e.logId===t.logId&&e.destination===t.destination}function gl(e){return e.deadLetters.map(({content:t,...n})=>({...n,hasContent:t!==void 0})).reverse()}var bl=["caught-up","out-of-time","rate-limited","stopped","misconfigured"];function Wo(e){return e.reduce((t,n)=>bl.indexOf(n.outcome)>bl.indexOf(t.outcome)?n:
t,e[0]??{outcome:"caught-up"})}function In(e,t){switch(e.status){case"misconfigured":return{outcome:"misconfigured",problems:[e.problem]};case"retry":return e.isRateLimited===
!0?{outcome:"rate-limited",reason:e.reason}:t?{outcome:"out-of-time",reason:e.reason}:{outcome:"stopped",reason:e.reason};case"stopped":return{outcome:"stopped",
reason:e.reason}}}function nn(e){switch(e.status){case"lease-lost":return{outcome:"stopped",reason:"another run took over the lease"};case"overruled":return{outcome:"\
stopped",reason:e.reason};case"failed":return{outcome:"stopped",reason:`the state could not be stored: ${e.reason}`}}}var wl=P(mt()),vl=2,Sl=1;function xl(e){let t=Math.max(0,e.length-1)*Sl;return vl+t+(0,wl.default)(e.map(({bytes:n})=>n.length))}function Cn(e){let t=[],n=vl;return{
records:t,get byteCount(){return n},get isFull(){return t.length>=e.maxBatchRecords},tryAdd(r){let o=t.length===0?0:Sl,i=n+o+r.bytes.length;return(this.isFull||
i>e.maxBatchBytes)&&t.length>0?!1:(t.push(r),n=i,!0)}}}function Ta(e){let{name:t,stack:n}=e instanceof Error?e:{name:typeof e,stack:""},r=/\n\s+at ([^\n]+)/.exec(n??"")?.[1]??"an unknown place";return`the exporter h\
as a defect (${t} at ${r}); please report it`}function Ln(e){return{outcome:"stopped",reason:Ta(e)}}var Ll=P(Ir());function El({inBatch:e,batchRecords:t,inRun:n}){return t>=20&&e>t*.05||n>=20}function Al(e,t){let{inBatch:n,batchRecords:r,inRun:o}=e;return{outcome:"misconfigu\
red",problems:[`Of a batch of ${r} records, ${n} were refused each on its own, and ${o} since others were accepted: ${kl("none of this batch")} The last answer \
was: ${t}. ${_l}`]}}function Rl(e,t){return{outcome:"misconfigured",problems:[`All ${e} records that this run had the time to send one by one were refused: ${kl(
"none")} The first answer was: ${t}. ${_l}`]}}function kl(e){return`that is not the fault of single records, so ${e} was set aside, and nothing is lost.`}var _l="\
Check that nothing on the way to Azure changes what is sent, and whether the columns of the table were changed by hand.";function Tl(){let e=[];return{changed(){let t=e;e=[];for(let n of t)n()},async until(t){for(;!t();)await new Promise(n=>e.push(n))}}}function Ol(e,t,n){let r=Math.min(8e3,500*2**(e-1)),o=Math.round(r*(.5+.5*t()));return n===void 0?o:Math.max(n,o)}async function Mt(e,t,n,r){let o={outcome:vS,retries:0,wasCutShort:!0};for(let i=0;;i+=1){let s=Math.min(t.attemptTimeoutMs,t.untilMs-n.now());if(s<=0)return o;
let a=await e(s),u=i===0&&s<t.attemptTimeoutMs,c={outcome:a,retries:i,wasCutShort:u};if(!SS(a))return c;if(i>0&&n.now()>=t.untilMs)return{...o,retries:i};o=c;let d=Ol(
i+1,r,a.waitMs);if(n.now()+d>=t.untilMs||(await n.sleep(d,t.signal),t.signal.aborted))return c}}var vS={status:"retry",reason:"no time was left"};function SS(e){
return e.status==="retry"}var xS={outcome:"stopped",reason:"the lease ended before it could be renewed, so another run may have begun"};async function Ko({destination:e,clock:t,random:n,
budget:r,isLeaseValid:o},i,s){let{deliverUntilMs:a,attemptTimeoutMs:u}=r,c=await Mt(async f=>o()?e.deliver(i,f):{status:"lease-expired"},{untilMs:a,attemptTimeoutMs:u,
signal:s},t,n),{outcome:d}=c;return d.status==="lease-expired"?xS:{...c,outcome:d}}function Ml(e){let t=[],n=e,r=0,o=0,i,s=0;function a(){for(;;){let d=t[s];if(d===void 0||!d.isDone)return;n=d.stretch.through,d.deadLetter===void 0?r+=d.stretch.
logs:o+=d.stretch.logs,i=d.stretch.lastLogAtMs??i,s+=1}}function u(d){let f=t.findIndex(y=>y.stretch===d&&!y.isDone);if(f===-1)throw new Error("A stretch was re\
ported that is not on its way.");return f}function c(d,f){t[u(d)]={stretch:d,...f},a()}return{open(d){t.push({stretch:d,isDone:!1})},split(d,f){let y=f.map(p=>({
stretch:p,isDone:!1}));t.splice(u(d),1,...y)},accept:d=>c(d,{isDone:!0}),hold(d){t[u(d)]={stretch:d,isDone:!1,isHeld:!0}},setAside:(d,f)=>c(d,{isDone:!0,deadLetter:f}),
progress(){if(s===0)return;let f=t.slice(0,s).flatMap(({deadLetter:y})=>y??[]);return{position:n,deadLetters:f,stretches:s}},store({stretches:d}){if(d>s)throw new Error(
"More was stored than was ever reached.");t=t.slice(d),s-=d},position:()=>n,unstoredCount:()=>t.filter(({isHeld:d})=>d!==!0).length,acceptedLogs:()=>r,setAsideLogs:()=>o,
lastLogAtMs:()=>i}}async function Dn(e,t){let n=await t.handOver(e.records);if(!("retries"in n))return n;let{outcome:r,wasCutShort:o}=n;if(r.status==="accepted"){t.accepted(e);return}
if(r.status!=="refused")return In(r,o);let[i,s]=e.records;if(i===void 0)return;if(s===void 0)return t.refusedAlone({...e,record:i},r.reason);let a=ES(e,i);return t.
split(e,a),await Dn(a[0],t)??await Dn(a[1],t)}function ES({records:e,stretch:t},n){let r=Math.floor(e.length/2),[o,i]=[e.slice(0,r),e.slice(r)],{logId:s}=o.at(-1)??
n;return[Pl(o,{through:s,logs:o.length,lastLogAtMs:void 0}),Pl(i,{...t,logs:t.logs-o.length})]}function Pl(e,t){return{records:e,byteCount:xl(e),stretch:t}}var AS={outcome:"stopped",reason:`${$o} dead letters are stored, and no more fit: another record was refused, and passing over it would lose it. Replay or disca\
rd dead letters`};function Il(e,t){let n=0,r=!1,o=!1,i=[];function s(){let a=i;return i=[],o?[]:a}return{openBatch(a){let u=[];return{refuse(c){n+=1;let d=r?0:t,
f={inBatch:u.length+1,batchRecords:a,inRun:d+n};if(El(f))return o=!0,Al(f,c.reason);if(n>e)return AS;u.push(c)},close(c){c?.outcome!=="misconfigured"&&i.push(...u)}}},
noteAcceptance(){r=!0},release:()=>r?s():[],releaseAll:s,isCauseElsewhere:()=>o,endingOfNothing(){let[a]=i;if(a===void 0||r)return;let u=i.length;return i=[],Rl(
u,a.reason)}}}var st={version:3,checkpoints:{},completeUntilMs:{},moves:0,pausedAtMs:null,requests:[],lease:null,unreportedWarnings:[],history:[],pastRuns:[],actions:[],deadLetters:[],
tokens:{}};function le(e,t){return e.checkpoints[t]?.find(n=>n.until===void 0)?.after}function Pt(e,t,n){if(le(e,t)===n)return e;let{[t]:r,...o}=e.completeUntilMs,
i=(e.checkpoints[t]??[]).filter(({until:a})=>a!==void 0),s={...e.checkpoints,[t]:[...i,{after:n}]};return{...e,checkpoints:s,completeUntilMs:o}}function Qe({history:e,
pastRuns:t}){return[...e,...t]}function q(e){return Qe(e).filter(({work:t})=>t===void 0)}var Oa=20,RS=1e3;function Vo(){let e=new Map;return{add(t){for(let{logType:n}of t){let r=Cr(n,_a),o=e.get(r);o===void 0&&e.size>=RS||e.set(r,(o??0)+1)}},mostFrequent(){
if(e.size===0)return;let t=[...e].sort(([,n],[,r])=>r-n);return Object.fromEntries(t.slice(0,Oa))}}}var kS=8,_S=1,TS=4;function Dl(e,t){let{destination:n,clock:r,budget:o,vault:i,save:s}=e,{after:a,unresolvedRecords:u,refusedBefore:c}=t,d=Ml(a),f=Il(e.deadLetterRoom,
c),y=u!==void 0&&u<20,p={batches:0,bytes:0,retries:0},m=Vo(),g=Tl(),b=new AbortController,w=0,S=!1,E=!1,x,O;function T(C){x??=C,b.abort(),g.changed()}function de(C){
C.catch(D=>T(Ln(D)))}async function N(C){let D=f.openBatch(C.records.length),se,Xe=await Dn(C,{async handOver(He){if(x!==void 0)return x;let _t=await Ko(e,He,b.
signal);return"retries"in _t&&(p.retries+=_t.retries),_t},accepted(He){f.noteAcceptance(),p.batches+=1,p.bytes+=He.byteCount,d.accept(He.stretch),m.add(He.records),
He!==C&&xe()},split(He,[_t,Aw]){se=_t.records.length,d.split(He.stretch,[_t.stretch,Aw.stretch])},refusedAlone(He,_t){return d.hold(He.stretch),D.refuse({part:He,
reason:_t})}});D.close(Xe),ie(f.release()),Xe!==void 0&&(O=(0,Ll.default)([O,se]),T(Xe))}function ie(C){for(let{part:D,reason:se}of C){let{record:Oe,stretch:Xe}=D,
He=yl(Oe,n.kind,se,r.now(),i);d.setAside(Xe,He)}}function xe(){S||(S=!0,de(F().finally(()=>{S=!1,g.changed()})))}function I(){return E&&w===0}async function F(){
for(;;){let C=d.progress();if(C===void 0||I())return;let{position:D,deadLetters:se}=C,Oe=await s(Xe=>Mn(Pt(Xe,n.kind,D),se));if((Oe.status==="written"||Oe.status===
"overruled")&&d.store(C),Oe.status!=="written"){T(nn(Oe));return}g.changed()}}return{ledger:d,counts:p,types:()=>m.mostFrequent(),signal:b.signal,ending:()=>x,unresolvedRecords:()=>f.
isCauseElsewhere()?20:O,async send(C){let D=()=>p.batches>0||y?TS:_S,se=()=>w<D()&&d.unstoredCount()<kS;if(await g.until(()=>x!==void 0||se()),x===void 0){if(r.
now()>=o.deliverUntilMs){T({outcome:"out-of-time"});return}d.open(C.stretch),w+=1,de(N(C).finally(()=>{w-=1,xe(),g.changed()}))}},stop:T,async settle(C){E=!0,await g.
until(()=>w===0&&!S);let D=x===void 0||x.outcome==="out-of-time";x===void 0&&C?ie(f.releaseAll()):D&&u===1&&(x=f.endingOfNothing()??x)}}}function Nl(e,t,n){return e.logs.length===0?!0:e.isFull?!1:e.logs.some(r=>(n(r)??0)>t)}var OS={outcome:{status:"retry",reason:"the run ended"},retries:0,wasCutShort:!0};function Fl({source:e,clock:t,random:n,budget:r},o,i){let s=[],a=0,u=0,c,d=!1,
f=!1,y;async function p(b,w=0){if(w>0&&await t.sleep(w,i),i.aborted)return OS;let{fetchUntilMs:S,attemptTimeoutMs:E}=r;return Mt(b,{untilMs:S,attemptTimeoutMs:E,
signal:i},t,n)}function m(b){a+=1,c=t.now(),d=b.logs.length===0,f=d&&b.isUnconfirmed!==!0,s.push(...b.warnings??[])}function g(b){if(Nl(b,r.startedAtMs,e.timeOf))
return{outcome:"caught-up"};if(!(t.now()+(b.pauseMs??0)<r.fetchUntilMs))return t.now()<r.fetchUntilMs?{outcome:"rate-limited",reason:"the allowance of the Manag\
ement API is used up"}:{outcome:"out-of-time"}}return{async*pages(){let{after:b,confirmedAtMs:w}=o,S=p(E=>e.fetchFirstPage(b,w,E));for(;y===void 0;){let{outcome:E,
retries:x,wasCutShort:O}=await S;if(u+=x,E.status!=="page"){y=In(E,O);return}let{page:T}=E;m(T),y=g(T),y===void 0&&(S=p(N=>e.fetchPage(T.continuesAfter,N),T.pauseMs)),
S.catch(()=>{}),await t.turn(),yield T}},ending:()=>y,reading:()=>({warnings:s,pages:a,pageRetries:u,lookedAtMs:c,foundNothingLeft:d,isConfirmed:f})}}function Nn(e,t=[]){return[...new Set([...e,...t])].slice(-20)}async function Bl(e,t){let{unresolvedRecords:n}=t,{source:r,destination:o,toRecord:i,clock:s,budget:a}=e,u=Dl({...e,save:b},t),c=Fl(e,t,u.signal),d=0,f=Cn(m()),
y,p=0;function m(){let{limits:N}=o;return n===void 0||u.counts.batches>0?N:{...N,maxBatchRecords:Math.min(N.maxBatchRecords,n)}}function g(){let N=u.counts.batches===
0?n:void 0;return u.unresolvedRecords()??N}function b(N){let{warnings:ie}=c.reading();return e.save(xe=>{let I=Nn(xe.unreportedWarnings,ie);return{...N(xe),unreportedWarnings:I}})}
async function w(){if(y===void 0)return;let{records:N,byteCount:ie}=f,xe=r.timeOf(y),I={through:y.log_id,logs:N.length,lastLogAtMs:xe};f=Cn(m()),y=void 0,await u.
send({records:N,byteCount:ie,stretch:I})}async function S(N){let ie=_n(N,i,o);ie.isTruncated&&(d+=1),f.tryAdd(ie)||(await w(),f.tryAdd(ie)),y===void 0&&(p=s.now()),
y=N,f.isFull&&await w()}async function E(){for await(let N of c.pages()){for(let xe of N.logs)await S(xe);if(s.now()+(N.pauseMs??0)-p>a.maxUnsentMs&&await w(),u.
ending()!==void 0)return}await w()}await E().catch(N=>u.stop(Ln(N))),await u.settle(c.ending()?.outcome==="caught-up");let{ledger:x,counts:O}=u,T=g(),de=u.types();
return{ending:u.ending()??c.ending()??{outcome:"out-of-time"},reading:c.reading(),delivery:{destination:o.kind,logs:x.acceptedLogs(),...O,truncatedRecords:d,...x.
setAsideLogs()===0?{}:{deadLetters:x.setAsideLogs()},...de===void 0?{}:{types:de},...T===void 0?{}:{unresolvedRecords:T},checkpoint:x.position()},deadLetters:x.
progress()?.deadLetters??[],lastLogAtMs:x.lastLogAtMs()}}function Hl(e,t){let{reading:n,ending:r,lastLogAtMs:o}=e;if(n.lookedAtMs===void 0)return;if(n.foundNothingLeft&&r.outcome==="caught-up")return 0;let i=o??t;return i===
void 0?void 0:Math.max(0,n.lookedAtMs-i)}function Ul({reading:e,ending:t,delivery:n},r,o){if(t.outcome==="out-of-time"||t.outcome==="rate-limited")return n.logs;
if(e.lookedAtMs===void 0||e.pages===0)return;let i=Math.max(1,e.lookedAtMs-r),s=o.fetchUntilMs-o.startedAtMs;return Math.round(100*e.pages*s/i)}var te=["data-collector","logs-ingestion"];var Kl=15*6e4;function Vl(e){let{destinations:t,tokens:n,clock:r,maxRunMs:o}=e,i=e.startAfter(r.now());async function s(a){let{before:u}=a;n.restore(u.tokens);let c=$l(
u,t,i,a.budget.startedAtMs),d=S=>a.save(E=>({...S(E),tokens:n.sealed()})),f=r.now(),y=await Promise.all(t.map(S=>Bl({...e,destination:S,budget:a.budget,deadLetterRoom:$o-
u.deadLetters.length,isLeaseValid:a.isLeaseValid,save:d},MS(c,S.kind,i)))),p=Wo(y.map(S=>S.ending)),m=IS(y,u,f,a),g=hl([{...p,...m},...q(u)],o),w=[...Object.keys(
u.checkpoints).length===0?[`This was the first run. START_FROM decided where it began: after the log id ${i}.`]:[],...y.flatMap(S=>S.reading.warnings),...g===void 0?
[]:[g]];return{...p,...m,warnings:w,pages:(0,jo.default)(y.map(({reading:S})=>S.pages)),pageRetries:(0,jo.default)(y.map(({reading:S})=>S.pageRetries)),deliveries:y.
map(S=>S.delivery),finish:S=>({...PS(S,y,f),tokens:n.sealed()})}}return{prepare:a=>$l(a,t,i,r.now()),perform:s}}function $l(e,t,n,r){return t.reduce((o,{kind:i})=>{
if(le(o,i)!==void 0)return o;let s=te.find(u=>le(o,u)!==void 0);if(s===void 0)return Pa(Pt(o,i,n),i,r-Kl);let a=Pt(o,i,le(o,s)??n);return Pa(a,i,o.completeUntilMs[s])},
e)}function MS(e,t,n){let r=q(e).flatMap(({deliveries:s})=>s.filter(({destination:a})=>a===t)),o=r.findIndex(({batches:s=0})=>s>0),i=o===-1?r:r.slice(0,o);return{
after:le(e,t)??n,confirmedAtMs:e.completeUntilMs[t],unresolvedRecords:r[0]?.unresolvedRecords,refusedBefore:(0,jo.default)(i.map(({deadLetters:s=0})=>s))}}function Pa(e,t,n){
return n===void 0?e:{...e,completeUntilMs:{...e.completeUntilMs,[t]:n}}}function PS(e,t,n){return t.reduce((r,{ending:o,reading:i,delivery:s,deadLetters:a})=>{let{
destination:u,checkpoint:c}=s,d=o.outcome==="caught-up"&&i.isConfirmed;return Pa(Mn(Pt(r,u,c),a),u,d?n-Kl:void 0)},e)}function IS(e,t,n,{budget:r}){let o=Qe(t).
find(u=>u.lastExportedAtMs)?.lastExportedAtMs,i=(0,Ma.default)(e.map(u=>u.lastLogAtMs??o)),s=(0,Wl.default)(e.map(u=>Hl(u,o))),a=(0,Ma.default)(e.map(u=>Ul(u,n,
r)));return{...i===void 0?{}:{lastExportedAtMs:i},...s===void 0?{}:{lagMs:s},...a===void 0?{}:{capacityLogs:a}}}var ql=P(mt());var CS={outcome:"caught-up"};async function jl(e,t,n,r){let{source:o,vault:i,clock:s,random:a}=n,{budget:u}=r,c=new AbortController().signal,d={batches:0,bytes:0,
retries:0},f=Vo(),y=[],p=[],m=0,g=0,b,w=0,S=Cn(e.limits);async function E(I){let F=I.content===void 0?void 0:i.unlock(I.content),{logId:C,logType:D}=I;if(F!==void 0)
return{logId:C,logType:D,bytes:F,isTruncated:!1};let{outcome:se,wasCutShort:Oe}=await Mt(Xe=>o.fetchLog(C,Xe),{untilMs:Math.min(u.fetchUntilMs,s.now()+u.attemptTimeoutMs),
attemptTimeoutMs:u.attemptTimeoutMs,signal:c},s,a);return se.status==="log"?_n(se.log,n.toRecord,e):se.status==="gone"?"gone":In(se,Oe)}let x={async handOver(I){
let F=await Ko({...n,...r,destination:e},I,c);return"retries"in F&&(d.retries+=F.retries),F},accepted({records:I,byteCount:F}){d.batches+=1,d.bytes+=F,y.push(...I.
map(({logId:C})=>({logId:C,destination:e.kind}))),f.add(I)},split:()=>{},refusedAlone({record:{logId:I}},F){g+=1;let C=t.find(D=>D.logId===I);C!==void 0&&p.push(
{...C,reason:Lr(F),refusedAtMs:s.now()})}};async function O(){let{records:I,byteCount:F}=S,C=I.at(-1);if(C===void 0)return;S=Cn(e.limits);let D={through:C.logId,
logs:I.length,lastLogAtMs:void 0},se=await Dn({records:I,byteCount:F,stretch:D},x),Oe=await r.save(Xe=>Pn(Xe,y));return Oe.status==="written"?se:nn(Oe)}async function T(I){
if(I.isTruncated&&(m+=1),S.tryAdd(I))return;let F=await O();return S.tryAdd(I),F}async function de(I){let F=await E(I);if(F==="gone"){w+=1;return}if(!("outcome"in
F))return T(F);if(F.outcome!=="stopped")return await O()??F;b??=F,p.push(I)}async function N(){for(let I of t){let F=await de(I);if(F!==void 0)return F}return await O()??
b}let ie=await N()??CS,xe=f.mostFrequent();return{ending:ie,report:{destination:e.kind,logs:y.length,...d,truncatedRecords:m,...xe===void 0?{}:{types:xe},...g===
0?{}:{deadLetters:g},checkpoint:le(r.before,e.kind)??""},accepted:y,waiting:p,gone:w}}function Gl(e,t){let{destinations:n,tokens:r}=e;async function o(i){r.restore(i.before.tokens);let s=i.before.deadLetters.filter(d=>t.some(f=>Ot(f,d))),a=[];for(let d of n){
let f=s.filter(y=>y.destination===d.kind);f.length>0&&a.push(await jl(d,f,e,i))}let u=s.filter(d=>!n.some(({kind:f})=>f===d.destination)),c=(0,ql.default)(a.map(
d=>d.gone));return{...Wo(a.map(({ending:d})=>d)),warnings:[...c===0?[]:[NS(c)],...u.length===0?[]:[DS(u.length)]],pages:0,pageRetries:0,deliveries:a.map(({report:d})=>d),
finish:d=>({...a.reduce(LS,d),tokens:r.sealed()})}}return{kind:"replay",prepare:i=>i,perform:o}}function LS(e,{accepted:t,waiting:n}){let r=n.filter(o=>e.deadLetters.
some(i=>Ot(i,o)));return Mn(Pn(e,t),r)}function DS(e){return`${e} of the dead letters wait for a destination that the settings do not choose now.`}function NS(e){
return`${e} of the dead letters are kept without a record that can be opened, and Auth0 no longer has the log: they can only be discarded.`}async function zl(e,t,n,r){let o=new AbortController,i=r.sleep(t-r.now(),o.signal).then(n);try{return await Promise.race([e,i])}finally{o.abort()}}var qo=6e4,FS=10*6e4;function Jl(e,t,n){if(Dr(e.lease,t))return"busy";let[r]=q(e);if(r===void 0||r.outcome!=="caught-up"&&r.outcome!=="misconfigured")return"sta\
rt";let o=t-r.endedAtMs;return o>=0&&o<n?"too-soon":"start"}function Dr(e,t){if(e===null)return!1;let n=e.expiresAtMs-t;return n>0&&n<=qo+FS}function Yl(e,t,n){
return{...e,lease:{holder:t,expiresAtMs:n+qo}}}var Go,BS={lang:void 0,message:void 0,abortEarly:void 0,abortPipeEarly:void 0};function Zl(e){return!e&&!Go?BS:{lang:e?.lang??Go?.lang,message:e?.message,abortEarly:e?.abortEarly??Go?.abortEarly,abortPipeEarly:e?.abortPipeEarly??Go?.abortPipeEarly}}var HS;function US(e){return HS?.get(e)}var $S;function WS(e){return $S?.get(e)}var KS;function VS(e,t){return KS?.get(e)?.get(t)}function rn(e){let t=typeof e;return t==="string"?`"${e}"`:t==="number"||t==="bigint"||t==="boolean"?`${e}`:t==="object"||t==="function"?(e&&Object.getPrototypeOf(
e)?.constructor?.name)??"null":t}function W(e,t,n,r,o){let i=o&&"input"in o?o.input:n.value,s=o?.expected??e.expects??null,a=o?.received??rn(i),u={kind:e.kind,type:e.
type,input:i,expected:s,received:a,message:`Invalid ${t}: ${s?`Expected ${s} but r`:"R"}eceived ${a}`,requirement:e.requirement,path:o?.path,issues:o?.issues,lang:r.
lang,abortEarly:r.abortEarly,abortPipeEarly:r.abortPipeEarly},c=e.kind==="schema",d=o?.message??e.message??VS(e.reference,u.lang)??(c?WS(u.lang):null)??r.message??
US(u.lang);d!==void 0&&(u.message=typeof d=="function"?d(u):d),c&&(n.typed=!1),n.issues?n.issues.push(u):n.issues=[u]}function jS(e,t){return e===t||Number.isNaN(e)&&Number.isNaN(t)}function qS(e,t){return Object.prototype.hasOwnProperty.call(e,t)&&t!=="__proto__"&&t!=="prototy\
pe"&&t!=="constructor"}function Ia(e,t){let n=[...new Set(e)];return n.length>1?`(${n.join(` ${t} `)})`:n[0]??"never"}function Pe(e){return e["~standard"]={version:1,vendor:"valibot",
validate:t=>e["~run"]({value:t},Zl())},e}var dI=new RegExp("^(?:[\\u{1F1E6}-\\u{1F1FF}]{2}|\\u{1F3F4}[\\u{E0061}-\\u{E007A}]{2}[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{1,3}\\u{E007F}|(?:\\p{Emoji}\\uFE0F\\u20E3\
?|\\p{Emoji_Modifier_Base}\\p{Emoji_Modifier}?|(?![\\p{Emoji_Modifier_Base}\\u{1F1E6}-\\u{1F1FF}])\\p{Emoji_Presentation})(?:\\u200D(?:\\p{Emoji}\\uFE0F\\u20E3?|\\p{Emoji_\
Modifier_Base}\\p{Emoji_Modifier}?|(?![\\p{Emoji_Modifier_Base}\\u{1F1E6}-\\u{1F1FF}])\\p{Emoji_Presentation}))*)+$","u");function Ca(e,t){return{kind:"validation",type:"check",reference:Ca,async:!1,expects:null,requirement:e,message:t,"~run"(n,r){return n.typed&&!this.requirement(
n.value)&&W(this,"input",n,r),n}}}function La(e){return{kind:"validation",type:"finite",reference:La,async:!1,expects:null,requirement:Number.isFinite,message:e,"~run"(t,n){return t.typed&&!this.
requirement(t.value)&&W(this,"finite",t,n),t}}}function Da(e){return{kind:"validation",type:"integer",reference:Da,async:!1,expects:null,requirement:Number.isInteger,message:e,"~run"(t,n){return t.typed&&!this.
requirement(t.value)&&W(this,"integer",t,n),t}}}function Na(e,t){return{kind:"validation",type:"max_entries",reference:Na,async:!1,expects:`<=${e}`,requirement:e,message:t,"~run"(n,r){if(!n.typed)return n;let o=Object.
keys(n.value).length;return n.typed&&o>this.requirement&&W(this,"entries",n,r,{received:`${o}`}),n}}}function zo(e,t){return{kind:"validation",type:"max_length",reference:zo,async:!1,expects:`<=${e}`,requirement:e,message:t,"~run"(n,r){return n.typed&&n.value.length>
this.requirement&&W(this,"length",n,r,{received:`${n.value.length}`}),n}}}function Jo(e,t){return{kind:"validation",type:"max_value",reference:Jo,async:!1,expects:`<=${e instanceof Date?e.toJSON():rn(e)}`,requirement:e,message:t,"~run"(n,r){
return n.typed&&!(n.value<=this.requirement)&&W(this,"value",n,r,{received:n.value instanceof Date?n.value.toJSON():rn(n.value)}),n}}}function Nr(e,t){return{kind:"validation",type:"min_value",reference:Nr,async:!1,expects:`>=${e instanceof Date?e.toJSON():rn(e)}`,requirement:e,message:t,"~run"(n,r){
return n.typed&&!(n.value>=this.requirement)&&W(this,"value",n,r,{received:n.value instanceof Date?n.value.toJSON():rn(n.value)}),n}}}function Fa(e,t){return{kind:"validation",type:"regex",reference:Fa,async:!1,expects:`${e}`,requirement:e,message:t,"~run"(n,r){return n.typed&&!this.requirement.
test(n.value)&&W(this,"format",n,r),n}}}function Ba(e){return{kind:"transformation",type:"transform",reference:Ba,async:!1,operation:e,"~run"(t){return t.value=this.operation(t.value),t}}}var GS={abortEarly:!0};function Ql(e,t,n){return typeof e.fallback=="function"?e.fallback(t,n):e.fallback}function Ha(e,t,n){return typeof e.default=="function"?e.default(t,n):e.default}function It(e,t){return Pe({kind:"schema",type:"array",reference:It,expects:"Array",async:!1,item:e,message:t,"~run"(n,r){let o=n.value;if(Array.isArray(o)){n.typed=
!0,n.value=[];for(let i=0;i<o.length;i++){let s=o[i],a=this.item["~run"]({value:s},r);if(a.issues){let u={type:"array",origin:"value",input:o,key:i,value:s};for(let c of a.
issues)c.path?c.path.unshift(u):c.path=[u],n.issues?.push(c);if(n.issues||(n.issues=a.issues),r.abortEarly){n.typed=!1;break}}a.typed||(n.typed=!1),n.value.push(
a.value)}}else W(this,"type",n,r);return n}})}function ee(e,t){return Pe({kind:"schema",type:"exact_optional",reference:ee,expects:e.expects,async:!1,wrapped:e,default:t,"~run"(n,r){return this.wrapped["~ru\
n"](n,r)}})}function Ct(e,t){return Pe({kind:"schema",type:"literal",reference:Ct,expects:rn(e),async:!1,literal:e,message:t,"~run"(n,r){return jS(n.value,this.literal)?n.typed=
!0:W(this,"type",n,r),n}})}function Yo(e,t){return Pe({kind:"schema",type:"nullable",reference:Yo,expects:`(${e.expects} | null)`,async:!1,wrapped:e,default:t,"~run"(n,r){return n.value===
null&&(this.default!==void 0&&(n.value=Ha(this,n,r)),n.value===null)?(n.typed=!0,n):this.wrapped["~run"](n,r)}})}function Fr(e){return Pe({kind:"schema",type:"number",reference:Fr,expects:"number",async:!1,message:e,"~run"(t,n){return typeof t.value=="number"&&!isNaN(t.value)?
t.typed=!0:W(this,"type",t,n),t}})}function fe(e,t){return Pe({kind:"schema",type:"object",reference:fe,expects:"Object",async:!1,entries:e,message:t,"~run"(n,r){
let o=n.value;if(o&&typeof o=="object"){n.typed=!0,n.value={};for(let i in this.entries){let s=this.entries[i];if(i in o||(s.type==="exact_optional"||s.type==="\
optional"||s.type==="nullish")&&s.default!==void 0){let a=i in o?o[i]:Ha(s),u=s["~run"]({value:a},r);if(u.issues){let c={type:"object",origin:"value",input:o,key:i,
value:a};for(let d of u.issues)d.path?d.path.unshift(c):d.path=[c],n.issues?.push(d);if(n.issues||(n.issues=u.issues),r.abortEarly){n.typed=!1;break}}u.typed||(n.
typed=!1),n.value[i]=u.value}else if(s.fallback!==void 0)n.value[i]=Ql(s);else if(s.type!=="exact_optional"&&s.type!=="optional"&&s.type!=="nullish"&&(W(this,"k\
ey",n,r,{input:void 0,expected:`"${i}"`,path:[{type:"object",origin:"key",input:o,key:i,value:o[i]}]}),r.abortEarly))break}}else W(this,"type",n,r);return n}})}function on(e,t){return Pe({kind:"schema",type:"picklist",reference:on,expects:Ia(e.map(rn),"|"),async:!1,options:e,message:t,"~run"(n,r){return this.options.includes(
n.value)?n.typed=!0:W(this,"type",n,r),n}})}function Fn(e,t,n){return Pe({kind:"schema",type:"record",reference:Fn,expects:"Object",async:!1,key:e,value:t,message:n,"~run"(r,o){let i=r.value;if(i&&typeof i==
"object"){r.typed=!0,r.value={};for(let s in i)if(qS(i,s)){let a=i[s],u=this.key["~run"]({value:s},o);if(u.issues){let d={type:"object",origin:"key",input:i,key:s,
value:a};for(let f of u.issues)f.path=[d],r.issues?.push(f);if(r.issues||(r.issues=u.issues),o.abortEarly){r.typed=!1;break}}let c=this.value["~run"]({value:a},
o);if(c.issues){let d={type:"object",origin:"value",input:i,key:s,value:a};for(let f of c.issues)f.path?f.path.unshift(d):f.path=[d],r.issues?.push(f);if(r.issues||
(r.issues=c.issues),o.abortEarly){r.typed=!1;break}}(!u.typed||!c.typed)&&(r.typed=!1),u.typed&&(r.value[u.value]=c.value)}}else W(this,"type",r,o);return r}})}function Xo(e,t){return Pe({kind:"schema",type:"strict_object",reference:Xo,expects:"Object",async:!1,entries:e,message:t,"~run"(n,r){let o=n.value;if(o&&typeof o==
"object"){n.typed=!0,n.value={};for(let i in this.entries){let s=this.entries[i];if(i in o||(s.type==="exact_optional"||s.type==="optional"||s.type==="nullish")&&
s.default!==void 0){let a=i in o?o[i]:Ha(s),u=s["~run"]({value:a},r);if(u.issues){let c={type:"object",origin:"value",input:o,key:i,value:a};for(let d of u.issues)
d.path?d.path.unshift(c):d.path=[c],n.issues?.push(d);if(n.issues||(n.issues=u.issues),r.abortEarly){n.typed=!1;break}}u.typed||(n.typed=!1),n.value[i]=u.value}else if(s.
fallback!==void 0)n.value[i]=Ql(s);else if(s.type!=="exact_optional"&&s.type!=="optional"&&s.type!=="nullish"&&(W(this,"key",n,r,{input:void 0,expected:`"${i}"`,
path:[{type:"object",origin:"key",input:o,key:i,value:o[i]}]}),r.abortEarly))break}if(!n.issues||!r.abortEarly){for(let i in o)if(!Object.prototype.hasOwnProperty.
call(this.entries,i)){W(this,"key",n,r,{input:i,expected:"never",path:[{type:"object",origin:"key",input:o,key:i,value:o[i]}]});break}}}else W(this,"type",n,r);
return n}})}function et(e){return Pe({kind:"schema",type:"string",reference:et,expects:"string",async:!1,message:e,"~run"(t,n){return typeof t.value=="string"?t.typed=!0:W(
this,"type",t,n),t}})}function Xl(e){let t;if(e)for(let n of e)if(t)for(let r of n.issues)t.push(r);else t=n.issues;return t}function Ua(e,t){return Pe({kind:"schema",type:"union",reference:Ua,
expects:Ia(e.map(n=>n.expects),"|"),async:!1,options:e,message:t,"~run"(n,r){let o,i,s;for(let a of this.options){let u=a["~run"]({value:n.value},r);if(u.typed)
if(u.issues)i?i.push(u):i=[u];else{o=u;break}else s?s.push(u):s=[u]}if(o)return o;if(i){if(i.length===1)return i[0];W(this,"type",n,r,{issues:Xl(i)}),n.typed=!0}else{
if(s?.length===1)return s[0];W(this,"type",n,r,{issues:Xl(s)})}return n}})}function $a(){return Pe({kind:"schema",type:"unknown",reference:$a,expects:"unknown",async:!1,"~run"(e){return e.typed=!0,e}})}function Wa(e,t,n){return Pe({kind:"\
schema",type:"variant",reference:Wa,expects:"Object",async:!1,key:e,options:t,message:n,"~run"(r,o){let i=r.value;if(i&&typeof i=="object"){let s,a=0,u=this.key,
c=[],d=(f,y)=>{for(let p of f.options){if(p.type==="variant")d(p,new Set(y).add(p.key));else{let m=!0,g=0;for(let b of y){let w=p.entries[b];if(b in i?w["~run"](
{typed:!1,value:i[b]},GS).issues:w.type!=="exact_optional"&&w.type!=="optional"&&w.type!=="nullish"){m=!1,u!==b&&(a<g||a===g&&b in i&&!(u in i))&&(a=g,u=b,c=[]),
u===b&&c.push(p.entries[b].expects);break}g++}if(m){let b=p["~run"]({value:i},o);(!s||!s.typed&&b.typed)&&(s=b)}}if(s&&!s.issues)break}};if(d(this,new Set([this.
key])),s)return s;W(this,"type",r,o,{input:i[u],expected:Ia(c,"|"),path:[{type:"object",origin:"value",input:i,key:u,value:i[u]}]})}else W(this,"type",r,o);return r}})}function tt(...e){return Pe({...e[0],pipe:e,"~run"(t,n){for(let r of e)if(r.kind!=="metadata"){if(t.issues&&(r.kind==="schema"||r.kind==="transformation")){t.typed=
!1;break}(!t.issues||!n.abortEarly&&!n.abortPipeEarly)&&(t=r["~run"](t,n))}return t}})}function ht(e,t,n){let r=e["~run"]({value:t},Zl(n));return{typed:r.typed,success:!r.issues,output:r.value,issues:r.issues}}var ja=["test","view","install","update"],tf=["pause","resume","move","discard",...ja];function nf(e,t,n){let{by:r,atMs:o}=e,i=e.kind==="note"?e.action:e.kind,s=zS(
e,t,n).slice(0,200);return{kind:i,atMs:o,by:r,detail:s}}function zS(e,t,n){switch(e.kind){case"pause":case"resume":return"";case"move":{let{destination:r}=e,o=le(
t,r),i=o===void 0?"which had no place yet":`from ${Ka(o)}`;return`${r}, ${i}, to ${Ka(e.after)}`}case"discard":return YS(t,n);case"note":return e.detail}}var JS=3;
function YS(e,t){let n=new Set(t.deadLetters),r=e.deadLetters.filter(i=>!n.has(i)),o=`${r.length} ${r.length===1?"dead letter":"dead letters"}`;return r.length===
0||r.length>JS?o:`${o}: ${r.map(({logId:i})=>Ka(i)).join(", ")}`}var ef=60;function Ka(e){return e.length<=ef?e:`${e.slice(0,ef-3)}...`}var Lt=tt(et(),Fa(/^[!-~]{1,200}$/)),Qo=tt(Fr(),La()),Ie=tt(Qo,Nr(0)),rf=864e13,sn=tt(Fr(),Nr(-rf),Jo(rf)),Dt=on(te),XS=Ua([Xo({after:Lt}),Xo({after:Lt,until:Lt})]),
ZS=tt(It(XS),Ca(e=>e.filter(t=>!("until"in t)).length===1)),sf=Fn(Dt,ZS),QS=1e9,af=tt(Fr(),Da(),Nr(0),Jo(QS)),uf=Fn(Dt,sn),cf=Yo(sn),ei=Yo(fe({holder:et(),expiresAtMs:sn})),
df=Fn(et(),et()),ex=fe({logId:Lt,destination:Dt}),lf=pf(100),ff=pf(200);function pf(e){return tt(et(),Ba(t=>Uo(t,e)))}var Bn={by:lf,atMs:sn},ti=Wa("kind",[fe({kind:Ct(
"pause"),...Bn}),fe({kind:Ct("resume"),...Bn}),fe({kind:Ct("move"),...Bn,destination:Dt,after:Lt}),fe({kind:Ct("discard"),...Bn,deadLetters:It(ex)}),fe({kind:Ct(
"note"),...Bn,action:on(ja),detail:ff})]),mf=fe({kind:on(tf),...Bn,detail:ff}),hf=fe({logId:Lt,logType:et(),destination:Dt,reason:et(),refusedAtMs:sn,content:ee(
et())}),Hr=et(),of=It(Hr),Br=tt(Hr,zo(200)),yf={runId:Br,trigger:on(["schedule","administrator","command-line"]),by:ee(lf),work:ee(Ct("replay")),startedAtMs:sn,
endedAtMs:sn,outcome:on(["caught-up","out-of-time","rate-limited","stopped","misconfigured"]),lagMs:ee(Qo),lastExportedAtMs:ee(Qo)},gf={destination:Dt,deadLetters:ee(
Ie),unresolvedRecords:ee(Ie)},tx=10;function bf(e){return tt(It(e),zo(tx))}var nx=tt(Fn(Br,Ie),Na(Oa)),wf=fe({...yf,reason:ee(Hr),problems:ee(of),warnings:ee(of),
pages:Ie,pageRetries:Ie,deliveries:bf(fe({...gf,logs:Ie,batches:Ie,bytes:Ie,retries:Ie,truncatedRecords:Ie,types:ee(nx),checkpoint:Br})),capacityLogs:ee(Qo)}),vf=fe(
{...yf,reason:ee(Br),pageRetries:ee(Ie),deliveries:bf(fe({...gf,logs:ee(Ie),batches:ee(Ie),retries:ee(Ie),checkpoint:ee(Br)}))});var rx={1:e=>({...e,version:2,completeUntilMs:{},moves:0,pausedAtMs:null,requests:[],unreportedWarnings:[],deadLetters:[]}),2:e=>({...e,version:3,requests:ox(e.
requests,ix(e.lease)),pastRuns:[],actions:[]})};function ox(e,t){return Array.isArray(e)?e.map(n=>typeof n=="object"&&n!==null?{by:"an administrator",atMs:t,...n}:
n):e}function ix(e){let t=ht(ei,e);return t.success?t.output?.expiresAtMs??0:0}function za(e){let{version:t}=e,n=typeof t=="number"?rx[t]:void 0;return n===void 0?
e:za(n(e))}function Nt(e){if(e==null)return{status:"first-run"};if(typeof e!="object"||Array.isArray(e))return ri("is not an object");let t=e;if(Object.keys(t).length===0)
return{status:"first-run"};let n=za(t),{version:r}=n;if(typeof r=="number"&&r>3)return ri(`is of version ${r}, which a newer version of this program wrote`,"Ins\
tall that version again; nothing in the state has to be changed.");if(r!==3)return ri(`is of no version up to ${3}, so this program did not write it`);let o=ht(
sf,n.checkpoints);if(!o.success||Array.isArray(n.checkpoints))return ri("has a checkpoint that cannot be read");let i=[];function s(d,f,y){let p=ht(f,n[d]);return p.
success?p.output:(i.push(`The stored ${Sf[d]??d} could not be read and was dropped.`),y)}function a(d,f,y=()=>{}){let p=s(d,It($a()),[]),m=[];for(let b of p){let w=ht(
f,b),S=w.success?w.output:y(b);S!==void 0&&m.push(S)}let g=p.length-m.length;return g>0&&i.push(`Of the stored ${Sf[d]??d}, ${g} of ${p.length} entries could no\
t be read and were dropped.`),m}let u={version:3,checkpoints:o.output,completeUntilMs:s("completeUntilMs",uf,{}),moves:s("moves",af,st.moves),pausedAtMs:s("paus\
edAtMs",cf,null),requests:a("requests",ti),lease:s("lease",ei,st.lease),unreportedWarnings:a("unreportedWarnings",Hr),history:a("history",wf),pastRuns:a("pastRu\
ns",vf),actions:a("actions",mf),deadLetters:a("deadLetters",hf,ax),tokens:s("tokens",df,st.tokens)},c=Nn(u.unreportedWarnings,i);return{status:"parsed",state:{...u,
unreportedWarnings:c}}}var Sf={completeUntilMs:"time up to which nothing is missing",moves:"count of moved checkpoints",pausedAtMs:"pause",unreportedWarnings:"w\
arnings of a run that died",pastRuns:"list of earlier runs",actions:"list of what administrators did",deadLetters:"dead letters"},sx=fe({logId:Lt,destination:Dt});
function ax(e){let t=ht(sx,e);return t.success?{...t.output,logType:"",reason:"its stored entry could not be read",refusedAtMs:0}:void 0}var ux="Restore the sta\
te, or delete it and set START_FROM to where the export should go on.";function ri(e,t=ux){return{status:"broken",reason:`The stored state ${e}. Nothing was exp\
orted, so that no log is lost or repeated. ${t}`}}function an(e){return e.requests.length===0?e:{...e.requests.reduce(cx,e),requests:[]}}function cx(e,t){let n=dx(e,t);return{...n,actions:[nf(t,e,n),...e.actions]}}
function dx(e,t){switch(t.kind){case"pause":return{...e,pausedAtMs:lx(e,t.atMs)};case"resume":return{...e,pausedAtMs:null};case"move":{let{destination:n,after:r}=t;
return{...Pt(e,n,r),moves:e.moves+1}}case"discard":return Pn(e,t.deadLetters);case"note":return e}}function lx({pausedAtMs:e,lease:t},n){return e===null||t!==null?
n:e}function Ja(e,t){return n=>{let r=e(n),{checkpoints:o,completeUntilMs:i}=n,s=n.moves!==t;return an(s?{...r,checkpoints:o,completeUntilMs:i}:r)}}function xf(e){let{runId:t,trigger:n,by:r,work:o,startedAtMs:i,endedAtMs:s,outcome:a,deliveries:u}=e,{pageRetries:c,lagMs:d,lastExportedAtMs:f,problems:y}=e,p=e.
reason??y?.[0];return{runId:t,trigger:n,...r===void 0?{}:{by:r},...o===void 0?{}:{work:o},startedAtMs:i,endedAtMs:s,outcome:a,...p===void 0?{}:{reason:Lr(p)},...c===
0?{}:{pageRetries:c},deliveries:u.map(fx),...d===void 0?{}:{lagMs:d},...f===void 0?{}:{lastExportedAtMs:f}}}function fx(e){let{destination:t,logs:n,batches:r,retries:o,
checkpoint:i}=e,{deadLetters:s=0,unresolvedRecords:a}=e;return{destination:t,...n===0?{}:{logs:n},...r===0?{}:{batches:r},...o===0?{}:{retries:o},...s===0?{}:{deadLetters:s},
...a===void 0?{}:{unresolvedRecords:a},checkpoint:i}}function Ef(e){let t=e.deliveries.map(({checkpoint:n,...r})=>r);return{...e,deliveries:t}}var Af=[Hn(2e5,2e4,15e3,15e4),Hn(5e4,1e4,5e3,15e4),Hn(5e3,0,1e3,15e4),Hn(5e3,0,1e3,5e4),Hn(0,0,0,0)];function Hn(e,t,n,r){return{maxHistoryBytes:e,minReportBytes:t,
maxActionBytes:n,maxDeadLetterBytes:r}}var px=Hn(0,0,0,0),ii=Af.length-1,mx=5e4,hx=80;function Rf(e,t=0){let{maxHistoryBytes:n,minReportBytes:r,maxActionBytes:o,
maxDeadLetterBytes:i}=Af[t]??px,{history:s,pastRuns:a,actions:u,deadLetters:c,tokens:d,...f}=e,y=yt({...f,tokens:d})>mx,p=kf(u,o),m=n-yt(p);return{...e,...yx(s,
a,m,r),actions:p,deadLetters:wx(c,i),tokens:y?{}:d}}function yx(e,t,n,r){let o=yt(e),i=o+yt(t),s=e.length,a=[];for(;s>1&&i>n&&o>r;s-=1){let d=e[s-1];if(d===void 0)
break;let f=xf(d);a.unshift(f),o-=oi(d),i+=oi(f)-oi(d)}let u=e.slice(0,s),c=bx(gx([...a,...t],u));return{history:u,pastRuns:kf(c,n-o)}}function gx(e,t){let n=new Set(
t.map(({runId:r})=>r));return e.filter(({runId:r})=>{let o=!n.has(r);return n.add(r),o})}function bx(e){return e.map((t,n)=>n<hx?t:Ef(t))}function kf(e,t){let n=yt(
e),r=e.length;for(;r>0&&n>t;r-=1)n-=oi(e[r-1]);return e.slice(0,r)}function wx(e,t){let n=yt(e)-t;return e.map(r=>{let{content:o,...i}=r;return n<=0||o===void 0?
r:(n-=yt(r)-yt(i),i)})}function oi(e){return yt(e)+1}function yt(e){return Buffer.byteLength(JSON.stringify(e))}async function si(e,t,n,r=ii){for(let o=n;;o+=1){let i=Rf(t,o),s=await e(i);if(!(s.status==="failed"&&s.isTooLarge)||o>=r)return{write:s,trimmed:i,level:o}}}var vx=5,Sx=5e3;function _f({store:e,clock:t,random:n,holder:r},o){let{state:i,version:s}=o,a=Promise.resolve(),u=!1,c=0,d=new AbortController().signal;function f(g){
return Qe(g).some(({runId:b})=>b===r)}async function y(g){let b=await e.read(g);if(b.status==="failed")return{status:"retry",reason:b.reason};let w=Nt(b.document);
if(w.status==="parsed"&&f(w.state))return{status:"written",state:w.state};if(w.status!=="parsed"||w.state.lease?.holder!==r)return u=!0,{status:"lease-lost"};i=
w.state,s=b.version}async function p(g,b){let w=t.now()+b;for(let S=0;S<vx;S+=1){if(u)return{status:"lease-lost"};let{write:E,trimmed:x,level:O}=await si(de=>e.
write(de,s,w-t.now()),g(i),c);if(c=O,E.status==="written")return i=x,s=E.version,{status:"written",state:i};if(E.status==="failed")return{status:"retry",reason:E.
reason};let T=await y(w-t.now());if(T!==void 0)return T}return{status:"failed",reason:"the state is being changed by somebody else all the time"}}async function m(g,b){
let w={untilMs:b,attemptTimeoutMs:Sx,signal:d},{outcome:S}=await Mt(E=>p(g,E),w,t,n);return S.status==="retry"?{status:"failed",reason:S.reason}:S}return{update(g,b){
let w=a.then(()=>m(g,b)).catch(S=>({status:"failed",reason:Ta(S)}));return a=w,w}}}function Tf(e,t){let n=e+t,r=n-t*.075,o=(r+n)/2;return{startedAtMs:e,fetchUntilMs:r-t*.15,deliverUntilMs:r,saveUntilMs:o,overtimeMs:(o+n)/2,deadlineMs:n,attemptTimeoutMs:Math.
min(8e3,t*.4),maxUnsentMs:Math.min(2e3,t*.2)}}var xx=5e3,Un={pages:0,pageRetries:0,deliveries:[]};async function Ya(e,t,n){let{store:r,clock:o,random:i,maxRunMs:s}=e,{trigger:a,by:u}=t,c=Tf(o.now(),s),d=kx(
o,i),f={runId:d,trigger:a,...u===void 0?{}:{by:Uo(u,100)},...n.kind===void 0?{}:{work:n.kind},startedAtMs:c.startedAtMs};function y(D){let{finish:se,...Oe}=D;return{
...f,endedAtMs:o.now(),...Oe}}function p(D){return{status:"ran",report:y({outcome:"stopped",reason:D,...Un})}}let m=Math.min(xx,c.fetchUntilMs-c.startedAtMs),g=await r.
read(m);if(g.status==="failed")return p(`the state could not be read: ${g.reason}`);let b=Nt(g.document);if(b.status==="broken")return p(b.reason);let w=b.status===
"first-run"?st:an(b.state),S=a==="schedule"?e.minIntervalMs:0,E=Jl(w,o.now(),S);if(E!=="start")return{status:E};if(w.pausedAtMs!==null&&a!=="administrator")return{
status:"paused"};let x=_f({store:r,clock:o,random:i,holder:d},{state:w,version:g.version}),O=Ax(x,o,d,c,w),T=await O.save(n.prepare);if(T.status==="lease-lost")
return{status:"busy"};if(T.status==="failed")return p(`the state could not be stored: ${T.reason}`);let N=(async()=>T.status==="overruled"?{...nn(T),...Un}:n.perform(
O))().catch(D=>({...Ln(D),...Un})),ie=await zl(N,c.overtimeMs,Ex,o);O.close();let xe=Nn(w.unreportedWarnings,ie.warnings),I=y(xe.length===0?ie:{...ie,warnings:xe}),
F=D=>({...ie.finish?.(D)??D,unreportedWarnings:D.unreportedWarnings.filter(se=>!xe.includes(se)),history:[I,...D.history],lease:null}),C=await x.update(Ja(F,w.moves),
c.deadlineMs);return C.status==="written"?{status:"ran",report:I}:{status:"ran",report:{...I,...nn(C)}}}function Ex(){return{outcome:"stopped",reason:"the expor\
ter has a defect (the run did not end by itself); please report it",...Un}}function Ax(e,t,n,r,o){let i=0,s=!1;return{budget:r,before:o,close(){s=!0},async save(a){
if(s)return{status:"lease-lost"};let u=t.now(),c=y=>Yl(a(y),n,u),d=await e.update(Ja(c,o.moves),r.saveUntilMs);if(d.status!=="written")return d;i=u+qo;let f=Rx(
o,d.state);return f===void 0?d:{status:"overruled",reason:f}},isLeaseValid:()=>!s&&t.now()<i}}function Rx(e,t){if(t.moves!==e.moves)return"an administrator move\
d the checkpoint";if(t.pausedAtMs!==e.pausedAtMs&&t.pausedAtMs!==null)return"an administrator paused the export"}function kx(e,t){let n=Math.floor(t()*2821109907456).
toString(36).padStart(8,"0");return`${e.now().toString(36)}-${n}`}var up=require("node:http"),cp=require("node:https");var ip=P(require("node:http"),1),sp=P(require("node:https"),1),fn=P(require("node:zlib"),1),We=P(require("node:stream"),1),qr=require("node:buffer");function _x(e){if(!/^data:/i.test(e))throw new TypeError('`uri` does not appear to be a Data URI (must begin with "data:")');e=e.replace(/\r?\n/g,"");let t=e.indexOf(
",");if(t===-1||t<=4)throw new TypeError("malformed data: URI");let n=e.substring(5,t).split(";"),r="",o=!1,i=n[0]||"text/plain",s=i;for(let d=1;d<n.length;d++)
n[d]==="base64"?o=!0:n[d]&&(s+=`;${n[d]}`,n[d].indexOf("charset=")===0&&(r=n[d].substring(8)));!n[0]&&!r.length&&(s+=";charset=US-ASCII",r="US-ASCII");let a=o?"\
base64":"ascii",u=unescape(e.substring(t+1)),c=Buffer.from(u,a);return c.type=i,c.typeFull=s,c.charset=r,c}var Of=_x;var Ke=P(require("node:stream"),1),wt=require("node:util"),Ue=require("node:buffer");Ur();ai();var bt=class extends Error{constructor(t,n){super(t),Error.captureStackTrace(this,this.constructor),this.type=n}get name(){return this.constructor.name}get[Symbol.
toStringTag](){return this.constructor.name}};var Ce=class extends bt{constructor(t,n,r){super(t,n),r&&(this.code=this.errno=r.code,this.erroredSysCall=r.syscall)}};var ui=Symbol.toStringTag,tu=e=>typeof e=="object"&&typeof e.append=="function"&&typeof e.delete=="function"&&typeof e.get=="function"&&typeof e.getAll=="functi\
on"&&typeof e.has=="function"&&typeof e.set=="function"&&typeof e.sort=="function"&&e[ui]==="URLSearchParams",Wr=e=>e&&typeof e=="object"&&typeof e.arrayBuffer==
"function"&&typeof e.type=="string"&&typeof e.stream=="function"&&typeof e.constructor=="function"&&/^(Blob|File)$/.test(e[ui]),Ff=e=>typeof e=="object"&&(e[ui]===
"AbortSignal"||e[ui]==="EventTarget"),Bf=(e,t)=>{let n=new URL(t).hostname,r=new URL(e).hostname;return n===r||n.endsWith(`.${r}`)},Hf=(e,t)=>{let n=new URL(t).
protocol,r=new URL(e).protocol;return n===r};var Wx=(0,wt.promisify)(Ke.default.pipeline),Le=Symbol("Body internals"),ut=class{constructor(t,{size:n=0}={}){let r=null;t===null?t=null:tu(t)?t=Ue.Buffer.from(
t.toString()):Wr(t)||Ue.Buffer.isBuffer(t)||(wt.types.isAnyArrayBuffer(t)?t=Ue.Buffer.from(t):ArrayBuffer.isView(t)?t=Ue.Buffer.from(t.buffer,t.byteOffset,t.byteLength):
t instanceof Ke.default||(t instanceof cn?(t=Nf(t),r=t.type.split("=")[1]):t=Ue.Buffer.from(String(t))));let o=t;Ue.Buffer.isBuffer(t)?o=Ke.default.Readable.from(
t):Wr(t)&&(o=Ke.default.Readable.from(t.stream())),this[Le]={body:t,stream:o,boundary:r,disturbed:!1,error:null},this.size=n,t instanceof Ke.default&&t.on("erro\
r",i=>{let s=i instanceof bt?i:new Ce(`Invalid response body while trying to fetch ${this.url}: ${i.message}`,"system",i);this[Le].error=s})}get body(){return this[Le].
stream}get bodyUsed(){return this[Le].disturbed}async arrayBuffer(){let{buffer:t,byteOffset:n,byteLength:r}=await ou(this);return t.slice(n,n+r)}async formData(){
let t=this.headers.get("content-type");if(t.startsWith("application/x-www-form-urlencoded")){let r=new cn,o=new URLSearchParams(await this.text());for(let[i,s]of o)
r.append(i,s);return r}let{toFormData:n}=await Promise.resolve().then(()=>(Vf(),Kf));return n(this.body,t)}async blob(){let t=this.headers&&this.headers.get("co\
ntent-type")||this[Le].body&&this[Le].body.type||"",n=await this.arrayBuffer();return new gt([n],{type:t})}async json(){let t=await this.text();return JSON.parse(
t)}async text(){let t=await ou(this);return new TextDecoder().decode(t)}buffer(){return ou(this)}};ut.prototype.buffer=(0,wt.deprecate)(ut.prototype.buffer,"Ple\
ase use 'response.arrayBuffer()' instead of 'response.buffer()'","node-fetch#buffer");Object.defineProperties(ut.prototype,{body:{enumerable:!0},bodyUsed:{enumerable:!0},
arrayBuffer:{enumerable:!0},blob:{enumerable:!0},json:{enumerable:!0},text:{enumerable:!0},data:{get:(0,wt.deprecate)(()=>{},"data doesn't exist, use json(), te\
xt(), arrayBuffer(), or body instead","https://github.com/node-fetch/node-fetch/issues/1000 (response)")}});async function ou(e){if(e[Le].disturbed)throw new TypeError(
`body used already for: ${e.url}`);if(e[Le].disturbed=!0,e[Le].error)throw e[Le].error;let{body:t}=e;if(t===null)return Ue.Buffer.alloc(0);if(!(t instanceof Ke.default))
return Ue.Buffer.alloc(0);let n=[],r=0;try{for await(let o of t){if(e.size>0&&r+o.length>e.size){let i=new Ce(`content size at ${e.url} over limit: ${e.size}`,"\
max-size");throw t.destroy(i),i}r+=o.length,n.push(o)}}catch(o){throw o instanceof bt?o:new Ce(`Invalid response body while trying to fetch ${e.url}: ${o.message}`,
"system",o)}if(t.readableEnded===!0||t._readableState.ended===!0)try{return n.every(o=>typeof o=="string")?Ue.Buffer.from(n.join("")):Ue.Buffer.concat(n,r)}catch(o){
throw new Ce(`Could not create Buffer from response body for ${e.url}: ${o.message}`,"system",o)}else throw new Ce(`Premature close of server response while try\
ing to fetch ${e.url}`)}var Wn=(e,t)=>{let n,r,{body:o}=e[Le];if(e.bodyUsed)throw new Error("cannot clone body after it is used");return o instanceof Ke.default&&
typeof o.getBoundary!="function"&&(n=new Ke.PassThrough({highWaterMark:t}),r=new Ke.PassThrough({highWaterMark:t}),o.pipe(n),o.pipe(r),e[Le].stream=n,o=r),o},Kx=(0,wt.deprecate)(
e=>e.getBoundary(),"form-data doesn't follow the spec and requires special treatment. Use alternative package","https://github.com/node-fetch/node-fetch/issues/\
1167"),fi=(e,t)=>e===null?null:typeof e=="string"?"text/plain;charset=UTF-8":tu(e)?"application/x-www-form-urlencoded;charset=UTF-8":Wr(e)?e.type||null:Ue.Buffer.
isBuffer(e)||wt.types.isAnyArrayBuffer(e)||ArrayBuffer.isView(e)?null:e instanceof cn?`multipart/form-data; boundary=${t[Le].boundary}`:e&&typeof e.getBoundary==
"function"?`multipart/form-data;boundary=${Kx(e)}`:e instanceof Ke.default?null:"text/plain;charset=UTF-8",jf=e=>{let{body:t}=e[Le];return t===null?0:Wr(t)?t.size:
Ue.Buffer.isBuffer(t)?t.length:t&&typeof t.getLengthSync=="function"&&t.hasKnownLength&&t.hasKnownLength()?t.getLengthSync():null},qf=async(e,{body:t})=>{t===null?
e.end():await Wx(t,e)};var iu=require("node:util"),Vr=P(require("node:http"),1),pi=typeof Vr.default.validateHeaderName=="function"?Vr.default.validateHeaderName:e=>{if(!/^[\^`\-\w!#$%&'*+.|~]+$/.
test(e)){let t=new TypeError(`Header name must be a valid HTTP token [${e}]`);throw Object.defineProperty(t,"code",{value:"ERR_INVALID_HTTP_TOKEN"}),t}},su=typeof Vr.default.
validateHeaderValue=="function"?Vr.default.validateHeaderValue:(e,t)=>{if(/[^\t\u0020-\u007E\u0080-\u00FF]/.test(t)){let n=new TypeError(`Invalid character in h\
eader content ["${e}"]`);throw Object.defineProperty(n,"code",{value:"ERR_INVALID_CHAR"}),n}},$e=class e extends URLSearchParams{constructor(t){let n=[];if(t instanceof
e){let r=t.raw();for(let[o,i]of Object.entries(r))n.push(...i.map(s=>[o,s]))}else if(t!=null)if(typeof t=="object"&&!iu.types.isBoxedPrimitive(t)){let r=t[Symbol.
iterator];if(r==null)n.push(...Object.entries(t));else{if(typeof r!="function")throw new TypeError("Header pairs must be iterable");n=[...t].map(o=>{if(typeof o!=
"object"||iu.types.isBoxedPrimitive(o))throw new TypeError("Each header pair must be an iterable object");return[...o]}).map(o=>{if(o.length!==2)throw new TypeError(
"Each header pair must be a name/value tuple");return[...o]})}}else throw new TypeError("Failed to construct 'Headers': The provided value is not of type '(sequ\
ence<sequence<ByteString>> or record<ByteString, ByteString>)");return n=n.length>0?n.map(([r,o])=>(pi(r),su(r,String(o)),[String(r).toLowerCase(),String(o)])):
void 0,super(n),new Proxy(this,{get(r,o,i){switch(o){case"append":case"set":return(s,a)=>(pi(s),su(s,String(a)),URLSearchParams.prototype[o].call(r,String(s).toLowerCase(),
String(a)));case"delete":case"has":case"getAll":return s=>(pi(s),URLSearchParams.prototype[o].call(r,String(s).toLowerCase()));case"keys":return()=>(r.sort(),new Set(
URLSearchParams.prototype.keys.call(r)).keys());default:return Reflect.get(r,o,i)}}})}get[Symbol.toStringTag](){return this.constructor.name}toString(){return Object.
prototype.toString.call(this)}get(t){let n=this.getAll(t);if(n.length===0)return null;let r=n.join(", ");return/^content-encoding$/i.test(t)&&(r=r.toLowerCase()),
r}forEach(t,n=void 0){for(let r of this.keys())Reflect.apply(t,n,[this.get(r),r,this])}*values(){for(let t of this.keys())yield this.get(t)}*entries(){for(let t of this.
keys())yield[t,this.get(t)]}[Symbol.iterator](){return this.entries()}raw(){return[...this.keys()].reduce((t,n)=>(t[n]=this.getAll(n),t),{})}[Symbol.for("nodejs\
.util.inspect.custom")](){return[...this.keys()].reduce((t,n)=>{let r=this.getAll(n);return n==="host"?t[n]=r[0]:t[n]=r.length>1?r:r[0],t},{})}};Object.defineProperties(
$e.prototype,["get","entries","forEach","values"].reduce((e,t)=>(e[t]={enumerable:!0},e),{}));function Gf(e=[]){return new $e(e.reduce((t,n,r,o)=>(r%2===0&&t.push(
o.slice(r,r+2)),t),[]).filter(([t,n])=>{try{return pi(t),su(t,String(n)),!0}catch{return!1}}))}var Vx=new Set([301,302,303,307,308]),mi=e=>Vx.has(e);var nt=Symbol("Response internals"),De=class e extends ut{constructor(t=null,n={}){super(t,n);let r=n.status!=null?n.status:200,o=new $e(n.headers);if(t!==null&&
!o.has("Content-Type")){let i=fi(t,this);i&&o.append("Content-Type",i)}this[nt]={type:"default",url:n.url,status:r,statusText:n.statusText||"",headers:o,counter:n.
counter,highWaterMark:n.highWaterMark}}get type(){return this[nt].type}get url(){return this[nt].url||""}get status(){return this[nt].status}get ok(){return this[nt].
status>=200&&this[nt].status<300}get redirected(){return this[nt].counter>0}get statusText(){return this[nt].statusText}get headers(){return this[nt].headers}get highWaterMark(){
return this[nt].highWaterMark}clone(){return new e(Wn(this,this.highWaterMark),{type:this.type,url:this.url,status:this.status,statusText:this.statusText,headers:this.
headers,ok:this.ok,redirected:this.redirected,size:this.size,highWaterMark:this.highWaterMark})}static redirect(t,n=302){if(!mi(n))throw new RangeError('Failed \
to execute "redirect" on "response": Invalid status code');return new e(null,{headers:{location:new URL(t).toString()},status:n})}static error(){let t=new e(null,
{status:0,statusText:""});return t[nt].type="error",t}static json(t=void 0,n={}){let r=JSON.stringify(t);if(r===void 0)throw new TypeError("data is not JSON ser\
ializable");let o=new $e(n&&n.headers);return o.has("content-type")||o.set("content-type","application/json"),new e(r,{...n,headers:o})}get[Symbol.toStringTag](){
return"Response"}};Object.defineProperties(De.prototype,{type:{enumerable:!0},url:{enumerable:!0},status:{enumerable:!0},ok:{enumerable:!0},redirected:{enumerable:!0},
statusText:{enumerable:!0},headers:{enumerable:!0},clone:{enumerable:!0}});var np=require("node:url"),rp=require("node:util");var zf=e=>{if(e.search)return e.search;let t=e.href.length-1,n=e.hash||(e.href[t]==="#"?"#":"");return e.href[t-n.length]==="?"?"?":""};var Yf=require("node:net");function Jf(e,t=!1){return e==null||(e=new URL(e),/^(about|blob|data):$/.test(e.protocol))?"no-referrer":(e.username="",e.password="",
e.hash="",t&&(e.pathname="",e.search=""),e)}var Xf=new Set(["","no-referrer","no-referrer-when-downgrade","same-origin","origin","strict-origin","origin-when-cr\
oss-origin","strict-origin-when-cross-origin","unsafe-url"]),Zf="strict-origin-when-cross-origin";function Qf(e){if(!Xf.has(e))throw new TypeError(`Invalid refe\
rrerPolicy: ${e}`);return e}function jx(e){if(/^(http|ws)s:$/.test(e.protocol))return!0;let t=e.host.replace(/(^\[)|(]$)/g,""),n=(0,Yf.isIP)(t);return n===4&&/^127\./.
test(t)||n===6&&/^(((0+:){7})|(::(0+:){0,6}))0*1$/.test(t)?!0:e.host==="localhost"||e.host.endsWith(".localhost")?!1:e.protocol==="file:"}function Kn(e){return/^about:(blank|srcdoc)$/.
test(e)||e.protocol==="data:"||/^(blob|filesystem):$/.test(e.protocol)?!0:jx(e)}function ep(e,{referrerURLCallback:t,referrerOriginCallback:n}={}){if(e.referrer===
"no-referrer"||e.referrerPolicy==="")return null;let r=e.referrerPolicy;if(e.referrer==="about:client")return"no-referrer";let o=e.referrer,i=Jf(o),s=Jf(o,!0);i.
toString().length>4096&&(i=s),t&&(i=t(i)),n&&(s=n(s));let a=new URL(e.url);switch(r){case"no-referrer":return"no-referrer";case"origin":return s;case"unsafe-url":
return i;case"strict-origin":return Kn(i)&&!Kn(a)?"no-referrer":s.toString();case"strict-origin-when-cross-origin":return i.origin===a.origin?i:Kn(i)&&!Kn(a)?"n\
o-referrer":s;case"same-origin":return i.origin===a.origin?i:"no-referrer";case"origin-when-cross-origin":return i.origin===a.origin?i:s;case"no-referrer-when-d\
owngrade":return Kn(i)&&!Kn(a)?"no-referrer":i;default:throw new TypeError(`Invalid referrerPolicy: ${r}`)}}function tp(e){let t=(e.get("referrer-policy")||"").
split(/[,\s]+/),n="";for(let r of t)r&&Xf.has(r)&&(n=r);return n}var ae=Symbol("Request internals"),jr=e=>typeof e=="object"&&typeof e[ae]=="object",qx=(0,rp.deprecate)(()=>{},".data is not a valid RequestInit property, use .\
body instead","https://github.com/node-fetch/node-fetch/issues/1000 (request)"),ln=class e extends ut{constructor(t,n={}){let r;if(jr(t)?r=new URL(t.url):(r=new URL(
t),t={}),r.username!==""||r.password!=="")throw new TypeError(`${r} is an url with embedded credentials.`);let o=n.method||t.method||"GET";if(/^(delete|get|head|options|post|put)$/i.
test(o)&&(o=o.toUpperCase()),!jr(n)&&"data"in n&&qx(),(n.body!=null||jr(t)&&t.body!==null)&&(o==="GET"||o==="HEAD"))throw new TypeError("Request with GET/HEAD m\
ethod cannot have body");let i=n.body?n.body:jr(t)&&t.body!==null?Wn(t):null;super(i,{size:n.size||t.size||0});let s=new $e(n.headers||t.headers||{});if(i!==null&&
!s.has("Content-Type")){let c=fi(i,this);c&&s.set("Content-Type",c)}let a=jr(t)?t.signal:null;if("signal"in n&&(a=n.signal),a!=null&&!Ff(a))throw new TypeError(
"Expected signal to be an instanceof AbortSignal or EventTarget");let u=n.referrer==null?t.referrer:n.referrer;if(u==="")u="no-referrer";else if(u){let c=new URL(
u);u=/^about:(\/\/)?client$/.test(c)?"client":c}else u=void 0;this[ae]={method:o,redirect:n.redirect||t.redirect||"follow",headers:s,parsedURL:r,signal:a,referrer:u},
this.follow=n.follow===void 0?t.follow===void 0?20:t.follow:n.follow,this.compress=n.compress===void 0?t.compress===void 0?!0:t.compress:n.compress,this.counter=
n.counter||t.counter||0,this.agent=n.agent||t.agent,this.highWaterMark=n.highWaterMark||t.highWaterMark||16384,this.insecureHTTPParser=n.insecureHTTPParser||t.insecureHTTPParser||
!1,this.referrerPolicy=n.referrerPolicy||t.referrerPolicy||""}get method(){return this[ae].method}get url(){return(0,np.format)(this[ae].parsedURL)}get headers(){
return this[ae].headers}get redirect(){return this[ae].redirect}get signal(){return this[ae].signal}get referrer(){if(this[ae].referrer==="no-referrer")return"";
if(this[ae].referrer==="client")return"about:client";if(this[ae].referrer)return this[ae].referrer.toString()}get referrerPolicy(){return this[ae].referrerPolicy}set referrerPolicy(t){
this[ae].referrerPolicy=Qf(t)}clone(){return new e(this)}get[Symbol.toStringTag](){return"Request"}};Object.defineProperties(ln.prototype,{method:{enumerable:!0},
url:{enumerable:!0},headers:{enumerable:!0},redirect:{enumerable:!0},clone:{enumerable:!0},signal:{enumerable:!0},referrer:{enumerable:!0},referrerPolicy:{enumerable:!0}});
var op=e=>{let{parsedURL:t}=e[ae],n=new $e(e[ae].headers);n.has("Accept")||n.set("Accept","*/*");let r=null;if(e.body===null&&/^(post|put)$/i.test(e.method)&&(r=
"0"),e.body!==null){let a=jf(e);typeof a=="number"&&!Number.isNaN(a)&&(r=String(a))}r&&n.set("Content-Length",r),e.referrerPolicy===""&&(e.referrerPolicy=Zf),e.
referrer&&e.referrer!=="no-referrer"?e[ae].referrer=ep(e):e[ae].referrer="no-referrer",e[ae].referrer instanceof URL&&n.set("Referer",e.referrer),n.has("User-Ag\
ent")||n.set("User-Agent","node-fetch"),e.compress&&!n.has("Accept-Encoding")&&n.set("Accept-Encoding","gzip, deflate, br");let{agent:o}=e;typeof o=="function"&&
(o=o(t));let i=zf(t),s={path:t.pathname+i,method:e.method,headers:n[Symbol.for("nodejs.util.inspect.custom")](),insecureHTTPParser:e.insecureHTTPParser,agent:o};
return{parsedURL:t,options:s}};var hi=class extends bt{constructor(t,n="aborted"){super(t,n)}};ai();nu();var Gx=new Set(["data:","http:","https:"]);async function yi(e,t){return new Promise((n,r)=>{let o=new ln(e,t),{parsedURL:i,options:s}=op(o);if(!Gx.has(i.protocol))
throw new TypeError(`node-fetch cannot load ${e}. URL scheme "${i.protocol.replace(/:$/,"")}" is not supported.`);if(i.protocol==="data:"){let m=Of(o.url),g=new De(
m,{headers:{"Content-Type":m.typeFull}});n(g);return}let a=(i.protocol==="https:"?sp.default:ip.default).request,{signal:u}=o,c=null,d=()=>{let m=new hi("The op\
eration was aborted.");r(m),o.body&&o.body instanceof We.default.Readable&&o.body.destroy(m),!(!c||!c.body)&&c.body.emit("error",m)};if(u&&u.aborted){d();return}
let f=()=>{d(),p()},y=a(i.toString(),s);u&&u.addEventListener("abort",f);let p=()=>{y.abort(),u&&u.removeEventListener("abort",f)};y.on("error",m=>{r(new Ce(`re\
quest to ${o.url} failed, reason: ${m.message}`,"system",m)),p()}),zx(y,m=>{c&&c.body&&c.body.destroy(m)}),process.version<"v14"&&y.on("socket",m=>{let g;m.prependListener(
"end",()=>{g=m._eventsCount}),m.prependListener("close",b=>{if(c&&g<m._eventsCount&&!b){let w=new Error("Premature close");w.code="ERR_STREAM_PREMATURE_CLOSE",c.
body.emit("error",w)}})}),y.on("response",m=>{y.setTimeout(0);let g=Gf(m.rawHeaders);if(mi(m.statusCode)){let x=g.get("Location"),O=null;try{O=x===null?null:new URL(
x,o.url)}catch{if(o.redirect!=="manual"){r(new Ce(`uri requested responds with an invalid redirect URL: ${x}`,"invalid-redirect")),p();return}}switch(o.redirect){case"\
error":r(new Ce(`uri requested responds with a redirect, redirect mode is set to error: ${o.url}`,"no-redirect")),p();return;case"manual":break;case"follow":{if(O===
null)break;if(o.counter>=o.follow){r(new Ce(`maximum redirect reached at: ${o.url}`,"max-redirect")),p();return}let T={headers:new $e(o.headers),follow:o.follow,
counter:o.counter+1,agent:o.agent,compress:o.compress,method:o.method,body:Wn(o),signal:o.signal,size:o.size,referrer:o.referrer,referrerPolicy:o.referrerPolicy};
if(!Bf(o.url,O)||!Hf(o.url,O))for(let N of["authorization","www-authenticate","cookie","cookie2"])T.headers.delete(N);if(m.statusCode!==303&&o.body&&t.body instanceof
We.default.Readable){r(new Ce("Cannot follow redirect with body being a readable stream","unsupported-redirect")),p();return}(m.statusCode===303||(m.statusCode===
301||m.statusCode===302)&&o.method==="POST")&&(T.method="GET",T.body=void 0,T.headers.delete("content-length"));let de=tp(g);de&&(T.referrerPolicy=de),n(yi(new ln(
O,T))),p();return}default:return r(new TypeError(`Redirect option '${o.redirect}' is not a valid value of RequestRedirect`))}}u&&m.once("end",()=>{u.removeEventListener(
"abort",f)});let b=(0,We.pipeline)(m,new We.PassThrough,x=>{x&&r(x)});process.version<"v12.10"&&m.on("aborted",f);let w={url:o.url,status:m.statusCode,statusText:m.
statusMessage,headers:g,size:o.size,counter:o.counter,highWaterMark:o.highWaterMark},S=g.get("Content-Encoding");if(!o.compress||o.method==="HEAD"||S===null||m.
statusCode===204||m.statusCode===304){c=new De(b,w),n(c);return}let E={flush:fn.default.Z_SYNC_FLUSH,finishFlush:fn.default.Z_SYNC_FLUSH};if(S==="gzip"||S==="x-\
gzip"){b=(0,We.pipeline)(b,fn.default.createGunzip(E),x=>{x&&r(x)}),c=new De(b,w),n(c);return}if(S==="deflate"||S==="x-deflate"){let x=(0,We.pipeline)(m,new We.PassThrough,
O=>{O&&r(O)});x.once("data",O=>{(O[0]&15)===8?b=(0,We.pipeline)(b,fn.default.createInflate(),T=>{T&&r(T)}):b=(0,We.pipeline)(b,fn.default.createInflateRaw(),T=>{
T&&r(T)}),c=new De(b,w),n(c)}),x.once("end",()=>{c||(c=new De(b,w),n(c))});return}if(S==="br"){b=(0,We.pipeline)(b,fn.default.createBrotliDecompress(),x=>{x&&r(
x)}),c=new De(b,w),n(c);return}c=new De(b,w),n(c)}),qf(y,o).catch(r)})}function zx(e,t){let n=qr.Buffer.from(`0\r
\r
`),r=!1,o=!1,i;e.on("response",s=>{let{headers:a}=s;r=a["transfer-encoding"]==="chunked"&&!a["content-length"]}),e.on("socket",s=>{let a=()=>{if(r&&!o){let c=new Error(
"Premature close");c.code="ERR_STREAM_PREMATURE_CLOSE",t(c)}},u=c=>{o=qr.Buffer.compare(c.slice(-5),n)===0,!o&&i&&(o=qr.Buffer.compare(i.slice(-3),n.slice(0,3))===
0&&qr.Buffer.compare(c.slice(-2),n.slice(3))===0),i=c};s.prependListener("close",a),s.on("data",u),e.on("close",()=>{s.removeListener("close",a),s.removeListener(
"data",u)})})}function gi(){let e=new up.Agent({keepAlive:!0}),t=new cp.Agent({keepAlive:!0,minVersion:"TLSv1.2"}),n=!1;return{async send(r){if(n)return ap(r,"network","the r\
un is over");if(r.timeoutMs<=0)return ap(r,"timeout","no time was left for it");let o=new AbortController,i=setTimeout(()=>o.abort(),r.timeoutMs);try{let s=await yi(
r.url,{method:r.method,headers:{...r.headers},...r.body===void 0?{}:{body:r.body},redirect:"manual",signal:o.signal,size:r.maxResponseBytes,agent:u=>u.protocol===
"http:"?e:t}),a=Jx(s);return r.onHead?.(a),{status:"answered",...a,body:await s.text()}}catch(s){return Yx(s,r,o.signal.aborted)}finally{clearTimeout(i)}},close(){
n=!0,e.destroy(),t.destroy()}}}function Jx(e){return{statusCode:e.status,header:t=>e.headers.get(t)??void 0}}function ap(e,t,n){return{status:"failed",cause:t,reason:`${dp(
e.url)} was not asked, because ${n}`}}function Yx(e,t,n){let r=dp(t.url),{type:o,code:i}=e;if(n){let a=Math.round(t.timeoutMs/100)/10;return{status:"failed",cause:"\
timeout",reason:`${r} gave no answer in ${a} s`}}if(o==="max-size")return{status:"failed",cause:"too-large",reason:`${r} answered with more than ${t.maxResponseBytes}\
 bytes`};let s=typeof i=="string"?` (${i})`:"";return{status:"failed",cause:"network",reason:`the connection to ${r} failed${s}`}}function dp(e){try{return new URL(
e).host}catch{return"an address that is not a URL"}}var Xx=/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/;function lp(e){if(!Xx.
test(e)||e.startsWith("0000"))return!1;let t=Number(e.slice(8,10));return t<=28||t<=Zx(Number(e.slice(0,4)),Number(e.slice(5,7)))}function Zx(e,t){return t===2?
e%4===0&&(e%100!==0||e%400===0)?29:28:t===4||t===6||t===9||t===11?30:31}var Qx="Actions events",Vn="Login - Failure",fp="Login - Notification",bi="Login - Success",wi="Logout - Failure",au="Logout - Success",e0="Management API - Fai\
lure",pp="Management API - Success",A="Other Events",mp="SCIM Events",t0="Signup - Failure",n0="Signup - Success",hp="Silent Authentication - Failure",yp="Silen\
t Authentication - Success",K="System - Notification",pe="Token Exchange - Failure",me="Token Exchange - Success",he="User/Behavioral - Failure",Bt="User/Behavi\
oral - Notification",ye="User/Behavioral - Success",gp=[["acls_summary","Network ACLs Summary",A,1],["actions_execution_failed","Actions Execution Failed",Qx,3],
["acul_sdk_notice","ACUL SDK Notice",K,1],["admin_update_launch","Auth0 Update Launched",K,1],["api_limit","Rate Limit on the Authentication or Management APIs",
K,4],["api_limit_warning","Rate Limit Warning on the Authentication or Management APIs",K,2],["appi","Notice for API Peak Performance initiated",K,2],["ciba_exc\
hange_failed","Failed CIBA Exchange",pe,3],["ciba_exchange_succeeded","Successful CIBA Exchange",me,1],["ciba_start_failed","Failed CIBA Start",A,3],["ciba_star\
t_succeeded","Successful CIBA Start",A,1],["cls","Code/Link Sent",A,1],["coff","Connector Offline",K,3],["con","Connector Online",K,1],["connected_accounts_conn\
ection_failed","Failed Connected Account Connection",he,3],["connected_accounts_connection_succeeded","Successful Connected Account Connection",ye,1],["connecte\
d_accounts_delete_failed","Failed Connected Account Delete",he,3],["connected_accounts_delete_succeeded","Successful Connected Account Delete",ye,1],["cs","Code\
 Sent",Bt,1],["custom_domain_verification_failed","Custom Domain Verification Failed",K,3],["depnote","Deprecation Notice",K,2],["directory_sync_completed","Inb\
ound Directory Sync Completed",K,1],["directory_sync_failed","Inbound Directory Sync Failed",K,3],["directory_sync_started","Inbound Directory Sync Started",K,0],
["du","Deleted User",ye,1],["f","Failed Login",Vn,3],["failed_on_behalf_of_token_exchange","Failed Exchange",pe,3],["fapi","Failed API Operation",e0,3],["fc","F\
ailed by Connector",Vn,3],["fce","Failed Change Email",he,3],["fco","Failed by CORS",A,3],["fcoa","Failed cross-origin authentication",Vn,3],["fcp","Failed Chan\
ge Password",he,3],["fcph","Failed Post Change Password Hook",he,3],["fcpn","Failed Change Phone Number",he,3],["fcpr","Failed Change Password Request",he,3],["\
fcpro","Failed Connector Provisioning",K,4],["fcu","Failed Change Username",he,3],["fd","Failed Delegation",he,3],["fdeac","Failed Device Activation",A,3],["fde\
az","Failed Device Authorization Request",he,3],["fdecc","User Canceled Device Confirmation",he,3],["fdeleacft","Failed to Exchange Delegated Authorization Code\
 for Access Token",pe,3],["fdelsa","Failed Delegated Silent Authentication",hp,3],["fdu","Failed User Deletion",he,3],["feacft","Failed Exchange",pe,3],["feccft",
"Failed Exchange",pe,3],["fecte","Failed Exchange",pe,3],["fede","Failed Exchange",pe,3],["federated_logout_failed","Failed Federated Logout",wi,3],["fens","Fai\
led Exchange",Vn,3],["feoobft","Failed Exchange",pe,3],["feotpft","Failed Exchange",pe,3],["fepft","Failed Exchange",pe,3],["fepotpft","Failed Exchange",pe,3],[
"fercft","Failed Exchange",pe,3],["ferrt","Failed Exchange",pe,3],["fertft","Failed Exchange",pe,3],["feta","Failed Exchange",pe,3],["fi","Failed invite accept",
A,3],["flo","Failed Logout",wi,3],["flows_execution_completed","Flows Execution Completed",A,1],["flows_execution_failed","Flows Execution Failed",A,3],["fn","F\
ailed Sending Notification",he,3],["forms_submission_failed","Forms Submission Failed",A,3],["forms_submission_succeeded","Forms Submission Succeeded",A,1],["fp",
"Failed Login (Incorrect Password)",Vn,3],["fpar","Failed Pushed Authorization Request",A,3],["fpurh","Failed Post User Registration Hook",A,3],["fs","Failed Si\
gnup",t0,3],["fsa","Failed Silent Auth",hp,3],["fscim","Failed SCIM Operation",mp,3],["fu","Failed Login (Invalid Email/Username)",Vn,3],["fui","Failed users im\
port",K,3],["fv","Failed Verification Email",he,3],["fvr","Failed Verification Email Request",he,3],["gd_auth_email_verification","Email Verification Confirmed",
A,1],["gd_auth_fail_email_verification","Email Verification Failed",A,3],["gd_auth_failed","MFA Auth failed",A,3],["gd_auth_rejected","MFA Auth rejected",A,3],[
"gd_auth_succeed","MFA Auth success",A,1],["gd_enrollment_complete","MFA enrollment complete",Bt,1],["gd_module_switch","Module switch",A,1],["gd_otp_rate_limit\
_exceed","Too many MFA failures",A,2],["gd_recovery_failed","Recovery failed",A,3],["gd_recovery_rate_limit_exceed","Multi-factor recovery code has failed too m\
any times",A,2],["gd_recovery_succeed","MFA recovery success",A,1],["gd_send_email","MFA Email Sent",A,1],["gd_send_email_verification","Email Verification Sent",
A,1],["gd_send_email_verification_failure","Email Verification Failed",A,3],["gd_send_pn","Push notification sent",A,1],["gd_send_pn_failure","Error Sending MFA\
 Push Notification",A,3],["gd_send_sms","MFA SMS Sent",A,1],["gd_send_sms_failure","Error Sending MFA SMS",A,3],["gd_send_voice","MFA voice call success",A,1],[
"gd_send_voice_failure","MFA voice call failed",A,3],["gd_start_auth","Second factor started",A,1],["gd_start_enroll","MFA Enroll started",Bt,1],["gd_start_enro\
ll_failed","MFA Enrollment Failed",A,3],["gd_tenant_update","Guardian tenant update",A,1],["gd_unenroll","Unenroll device account",Bt,1],["gd_update_device_acco\
unt","Update device account",Bt,1],["gd_user_delete","User delete",Bt,1],["gd_webauthn_challenge_failed","WebAuthn browser error",A,3],["gd_webauthn_enrollment_\
failed","WebAuthn browser error",A,3],["idjag_exchange_failed","Failed Exchange",pe,3],["idjag_exchange_succeeded","Success Exchange",me,1],["jwt_bearer_exchang\
e_failed","Failed Exchange",pe,3],["kms_key_management_failure","Failed KMS API Operation",A,3],["kms_key_management_success","Success KMS API Operation",A,1],[
"kms_key_state_changed","KMS Key State Change",A,2],["limit_delegation","Too Many Calls to /delegation",K,4],["limit_mu","Blocked IP Address",K,4],["limit_phone",
"Blocked Phone Delivery - Too many phone delivery attempts",K,4],["limit_sul","Blocked Account",A,4],["limit_ui","Too Many Calls to /userinfo",K,4],["limit_wc",
"Blocked Account",K,4],["mfar","MFA Required",A,1],["mgmt_api_read","Management API read Operation",pp,1],["my_account_authentication_method_failed","Failed aut\
hentication method operation in My Account API",he,3],["my_account_authentication_method_succeeded","Successful authentication method operation in My Account AP\
I",ye,1],["oidc_backchannel_logout_failed","Failed OIDC Back-Channel Logout request",wi,3],["oidc_backchannel_logout_succeeded","Successful OIDC Back-Channel Lo\
gout request",au,1],["organization_member_added","Organization Member Added",A,1],["passkey_challenge_failed","Passkey Challenge Failed",A,3],["passkey_challeng\
e_started","Passkey Challenge Started",A,1],["pla","Pre-login assessment",A,0],["pwd_leak","Breached password",A,3],["reset_pwd_leak","Breached Password on Rese\
t",A,3],["resource_cleanup","Success Resource Cleanup",A,2],["rich_consents_access_error","Rich Consents Access Error",A,3],["s","Success Login",bi,1],["sapi","\
Success API Operation",pp,1],["sce","Success Change Email",ye,1],["scoa","Success cross-origin authentication",bi,1],["scp","Success Change Password",ye,1],["sc\
ph","Success Post Change Password Hook",ye,1],["scpn","Success Change Phone Number",ye,1],["scpr","Success Change Password Request",ye,1],["scu","Success Change\
 Username",ye,1],["scv","Success Credential Validation",fp,0],["sd","Success Delegation",ye,1],["sdel","Successful Delegated Login",bi,1],["sdeleacft","Successf\
ul Exchange of Delegated Authorization Code for Access Token",me,1],["sdelsa","Successful Delegated Silent Authentication",yp,1],["sdu","Success User Deletion",
ye,1],["seacft","Success Exchange",me,1],["seccft","Success Exchange",me,1],["secte","Success Exchange",me,1],["sede","Success Exchange",me,1],["sens","Success \
Exchange",bi,1],["seoobft","Success Exchange",me,1],["seotpft","Success Exchange",me,1],["sepft","Success Exchange",me,1],["sepkoobft","Success Exchange",me,1],
["sepkotpft","Success Exchange",me,1],["sepkrcft","Success Exchange",me,1],["sercft","Success Exchange",me,1],["sertft","Success Exchange",me,1],["seta","Succes\
s Exchange",me,1],["si","Successfully accepted a user invite",A,1],["signup_pwd_leak","Breached Password on Signup",A,3],["slo","Success Logout",au,1],["srrt","\
Successfully revoked a refresh token",ye,1],["ss","Success Signup",n0,1],["ss_sso_failure","Failed SS-SSO Operation",he,3],["ss_sso_info","Information from an S\
S-SSO Operation",Bt,1],["ss_sso_success","Success SS-SSO Operation",ye,1],["ssa","Success Silent Auth",yp,1],["sscim","Successful SCIM Operation",mp,1],["succes\
s_on_behalf_of_token_exchange","Success Exchange",me,1],["sui","Successfully imported users",ye,1],["sv","Success Verification Email",ye,1],["svr","Success Veri\
fication Email Request",ye,1],["sys_os_update_end","Auth0 OS Update Ended",K,1],["sys_os_update_start","Auth0 OS Update Started",K,1],["sys_update_end","Auth0 U\
pdate Ended",K,1],["sys_update_start","Auth0 Update Started",K,1],["too_many_records","Max Amount of Authenticators",A,2],["ublkdu","User login block released",
Bt,1],["universal_logout_failed","Failed Universal Logout request",wi,3],["universal_logout_succeeded","Successful Universal Logout request",au,1],["w","Warning\
 During Login",fp,2],["wn","Warning Sending Notification",A,2],["wum","Warning User Management",A,2]];var r0=["debug","info","warning","error","critical"],o0=new Map(gp.map(([e,t,n,r])=>[e,{event:t,category:n,level:r,severity:i0(r)}]));function i0(e){return r0[e]??
"info"}function jn(e){return o0.get(e)??{event:e,level:1,severity:"info"}}var s0=/(?:authorization|cookies?|authheader)$/,a0=new RegExp(`(?:${["(?:passw(?:or)?d|passwrd|passphrase|passcode|pwd)s?(?:hash|value|confirm|confirmation|repe\
at|again|plain)?","^(?:|smtp|user|db|my|new|old|login)pass","^(?:|smtp|user|db|my|new|old|login|admin|root)pw","secrets?(?:hash|value|string)?","(?:security|sec\
ret)answers?(?:hash)?","^(?:user)?pin","otp(?:value)?","codeverifier","(?:device|user|recovery|backup|verification|activation|confirmation|mfa|otp|sms|email|one\
time|oob|binding|auth|authorization|access|security|login|reset)codes?","(?:api|private|secret|signing|shared|access|account|master|encryption|decryption|subscr\
iption|functions|workspace|hmac|symmetric|write|server|apple)keys?","connectionstring","^(?:x?sig|xamzsignature|sharedaccesssignature)"].join("|")})$`),u0=/(?:tokens?(?:value|hint|string)?|^jwt|^bearer|^wresult|^samlresponse|^assertion|(?:client|saml|token)assertion|^ticket|(?:login|mfa)ticket|[cx]srf)$/,
c0=/^(?:(?:|user|client|server|db|database|aws|gcp|google|googleapplication|azure|firebase|api|smtp|admin|login|service|serviceaccount|app|application)cred(?:ential)?s?|auth|invitation)$/,
d0=/^(?:apns|ios|apple|push)?(?:cert|certificate|key|keystore)?(?:p12|pfx)$/,l0=/^auth\d/,f0="accessedsecrets";function p0(e){return e.toLowerCase().replace(/%(?:25){0,4}[0-9a-f]{2}|[^a-z0-9]/g,
"")}var m0=2e3,vi=new Map,h0=12;function ct(e){if(e.length>128)return"plain";if(e.length>h0)return bp(e);let t=vi.get(e);if(t!==void 0)return t;let n=bp(e);return vi.
size>=m0&&vi.clear(),vi.set(e,n),n}function bp(e){let t=p0(e);if(d0.test(t))return"secret";let n=t.replace(/^(.*\D)\d{1,9}$/,"$1");return n===f0?"plain":s0.test(
n)?"header":a0.test(n)?"secret":u0.test(n)?"token":n==="code"||n==="key"?"code":c0.test(n)&&!l0.test(t)?"text":"plain"}function wp(e){let t=ct(e);return t==="he\
ader"?!0:(t==="secret"||t==="token")&&e.includes("-")}function vp(e){return/^(?:id|kid|jti|iss|aud|alg|name|type|scopes?|audience)$/.test(e)||/(?:_(?:type|at|id|by|method|policy|mode)|[a-z](?:Type|At|Id|By|Method|Policy|Mode))$/.
test(e)}function Ht(e){return e.length<=512&&/^[\w.~-]{20,}$/.test(e)&&/\d/.test(e)&&/[a-z]/.test(e)&&/[A-Z]/.test(e)}var y0=/(\\*)(["'])|%(?:25){0,4}2[27]/y;function qn(e,t){return G(y0,e,t)}function G(e,t,n){return e.lastIndex=n,e.exec(t)??void 0}function Ve(e,t,n){return G(e,
t,n)?.index??t.length}function Si(e,t,n){let r=t+n[0].length;if(n[2]===void 0){let i=e.indexOf(n[0],r);return{start:r,end:i===-1?e.length:i}}let o=n[1]?.length??
0;return{start:r,end:Sp(e,r,n[2],o)}}function Sp(e,t,n,r){for(let o=e.indexOf(n,t);o!==-1;o=e.indexOf(n,o+1)){let i=xp(e,o,t);if(i<r)return o-i;if((i-r)%(2*(r+1))===
0)return o-r}return e.length}function xp(e,t,n){let r=0;for(;t-r>n&&e.charAt(t-r-1)==="\\";)r+=1;return r}function Ep(e,t){let n=0;for(let r=t;r<e.length;r+=1){
let o=e.charAt(r);if(o==='"'||o==="'"){let i=xp(e,r,t);r=Sp(e,r+1,o,i)+i}else n+=g0(o);if(n===0)return r+1}return e.length}function g0(e){return e==="["||e==="{"?
1:e==="]"||e==="}"?-1:0}var b0=/(?:<|&lt;|%(?:25){0,4}3c|\\u003c)(?:[\w-]{1,16}:)?$/i,w0=32,v0=/(?:\s[^<>]{0,256}?)?(?:>|&gt;|%(?:25){0,4}3e|\\{1,8}u003e)(<!\[CDATA\[)?/iy,S0=/<|&lt;|%(?:25){0,4}3c|\\{1,8}u003c/gi,
x0=/(?:<|&lt;|%(?:25){0,4}3c|\\{1,8}u003c)(?:\/|\\{1,8}\/|%(?:25){0,4}2f)/iy,E0=/(?:^|[^\w-])(?:name|key|id|field|param)\\{0,8}["']?\s{0,4}[:=]\s{0,4}\\{0,8}["']$/i,
A0=48,R0=1200,k0=/[^<>{}]{0,200}?\bvalue\\{0,8}["']?\s{0,4}[:=]\s{0,4}/iy,xi="(?:\\r?\\n|(?:\\\\{1,8}r)?\\\\{1,8}n)",_0=new RegExp(`[^\\r\\n\\\\]{0,128}(?:${xi}\
[^\\r\\n\\\\]{1,128}){0,3}?${xi}${xi}`,"y"),T0=new RegExp(`${xi}--`,"g"),O0=/[ \t]{1,4}(?!-)/y,M0=/[&\s"'<>]|\\{1,8}["'nrtu]/g,P0=/(?:is|was|are|or|and|not|in|for|to|the|an?|of|must|has|can|cannot|option|flag|argument|parameter|value|with|without|from|on|at|as|when|if|requires?|required|missing|given|instead|may|should|will|needs?|before|after)(?![\w-])/iy,
Ap=/(?:(?:true|false|null|undefined)(?![\w-])|\*{5}(?![\w*]))/y;function Rp(e,t,n,r){let o=I0(e,t,n,r);if(o===void 0)return;let i=ct(n);if(i==="plain")return;let s=o(
i==="code"?e.slice(0,r+R0):e,r);return s!==void 0&&C0(e,s,i)?s:void 0}function I0(e,t,n,r){if(r!==t.end)return E0.test(e.slice(Math.max(0,t.start-A0),t.start))?
D0:void 0;if(n.startsWith("--"))return N0;let o=t.end-n.length;return b0.test(e.slice(Math.max(0,o-w0),o))?L0:void 0}function C0(e,t,n){return t.start===t.end?!1:
n!=="code"||Ht(e.slice(t.start,t.end))}function L0(e,t){let n=G(v0,e,t);if(n===void 0||n[0].endsWith("/>"))return;let r=t+n[0].length;if(n[1]!==void 0){let a=e.
indexOf("]]",r);return{start:r,end:a===-1?e.length:a}}if(G(Ap,e,r)!==void 0)return;let o=Ve(S0,e,r),i=e.slice(r,o);return(o===e.length?!/\s/.test(i):G(x0,e,o)!==
void 0)&&/\S/.test(i)?{start:r,end:o}:void 0}function D0(e,t){let n=G(_0,e,t)?.[0];if(n!==void 0){let o=t+n.length;return kp(e,o,T0)}let r=G(k0,e,t)?.[0];return r===
void 0?void 0:Ei(e,t+r.length)}function N0(e,t){let n=G(O0,e,t)?.[0];if(n===void 0)return;let r=t+n.length;return G(P0,e,r)===void 0?Ei(e,r):void 0}function Ei(e,t){
let n=qn(e,t);return n!==void 0?Si(e,t,n):kp(e,t,M0)}function kp(e,t,n){if(G(Ap,e,t)===void 0)return{start:t,end:Ve(n,e,t)}}var F0=/[^\w\-.]/g,B0=20,H0=64,U0=/([^\s/:@?#"'<>]{0,512})(?::([^\s/@"<>]{1,256}(?:@[^\s/@"'<>]{0,256}){0,7}))?@/y,$0=/\s{1,8}|%20|\+/y,_p=/[^\w\-.~+/=%:]/g,W0=64,
K0=6,V0=/^(?:tokens?|auth|authentication|authorization|scheme|headers?|realm|error|is|was|or|and|not|in|for|only|grant|assertion|format|type|methods?|credentials?|challenge|usage|required|must|from|flow|access|with|to|the|a|of|will|has|can|cannot|missing|invalid|http|jwts?|value|prefix|client)(?:[.,;:!?)]*$|=)/i,
j0=/(?:^|[^A-Za-z0-9]|%[0-9a-f]{2}|\\[nrt]|u00[0-9a-f]{2})$/i,q0=/\W/g,G0=24,z0=/[^\w-]/g,J0=15,Tp="(?:\\\\{0,8}\\/|%(?:25){0,4}2f)",Y0=new RegExp(`hooks\\.slack\
\\.com${Tp}(?:services|workflows|triggers)${Tp}`,"iy"),X0=/[^\w/%\\-]|%(?!(?:25){0,4}2f)|\\{1,8}(?!\\|\/)/gi,Z0=/(?:\s-u(?!r[il]:)\s{0,4}|--user(?:\s{1,4}|=))(\\{0,8}["'])?[^\s:"']{1,128}:(?!\/\/)/iy,
Ai=class{#e=0;at(t,n){if(n<this.#e)return;let r=Ve(F0,t,n);return this.#e=r,r-n>=B0&&t.slice(n,r).includes(".")?{start:n,end:r}:void 0}};function Op(e,t){let n=e.
slice(t,t+H0);if(!/^-----BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(n))return;let r=e.indexOf("-----END",t);if(r===-1)return{start:t,end:e.length};let o=e.indexOf("-----",
r+8);return{start:t,end:o===-1?e.length:o+5}}function Mp(e,t){let n=G(U0,e,t);if(n===void 0)return;let r=n[1]??"",o=t+n[0].length-1;return Q0(r)?{start:t,end:o}:
n[2]===void 0?void 0:{start:t+r.length+1,end:o}}function Q0(e){return Ht(e)||/^[0-9a-f]{32,512}$/i.test(e)}function Pp(e,t,n){let r=G($0,e,t+n.length)?.[0];if(r===
void 0)return;let o=t+n.length+r.length,i=e.slice(o,o+W0),s=i.slice(0,Ve(_p,i,0));if(!(s===""||!eE(s,n)))return{start:o,end:Ve(_p,e,o)}}function eE(e,t){return t.
toLowerCase()==="bearer"?!V0.test(e):e.length>=K0&&/.[A-Z\d=]/.test(e)}function Ip(e,t){return Lp(e,t,q0,G0)}function Cp(e,t){return Lp(e,t,z0,J0)}function Lp(e,t,n,r){
if(!j0.test(e.slice(Math.max(0,t-5),t)))return;let o=Ve(n,e,t);return o-t>=r?{start:t,end:o}:void 0}function Dp(e,t){let n=G(Y0,e,t)?.[0];if(n===void 0)return;let r=t+
n.length,o=Ve(X0,e,r);return o>r?{start:r,end:o}:void 0}function Np(e,t){let n=G(Z0,e,t);if(n===void 0)return;let r=t+n[0].length,o=n[1];if(o===void 0)return Ei(
e,r);let i=e.indexOf(o,r);return{start:r,end:i===-1?e.length:i}}var uu=new Uint8Array(128);for(let e=0;e<uu.length;e+=1)/[\w\-.[\]$%]/.test(String.fromCharCode(e))&&(uu[e]=1);var tE=/(?:[\w\-.[\]$]|%(?:25){0,4}(?:5[bdf]|2[de])){1,128}/iy,
nE=/%(?:25){0,4}(?!25|5[bdf]|2[de])[0-9a-f]{2}/iy,rE=/\s{0,4}(?:=>|={1,3}|:|%(?:25){0,4}3[ad])\s{0,4}/iy,oE=`[&\\s"<>]|\\\\{1,8}["'nrtu]`,iE="[\\r\\n]|\\\\{1,8}[nr]",
sE=`[\\r\\n"]|\\\\{1,8}["'nr]`,aE=`[&\\r\\n"<>]|\\\\{1,8}["'nru]`,Fp=new Map,uE=64,cE=/^(?:(?:true|false|null|undefined)(?![\w-])|\*{5}(?![\w*]))/,Hp=/^-?\d{1,40}(?:\.\d{1,20})?(?![\w-])/,
dE=/[\w.~-]{20,512}/y,lE=16,fE=/\[\s{0,4}(?:\\{0,8}["']|%(?:25){0,4}2[27])/y,pE=/^(?:denied|failed|failure|granted|required|missing|invalid|expired|rejected|refused|revoked|error|not|no|none|ok|succeeded|success|successful|unauthorized|forbidden|disabled|enabled|unknown|unsupported|skipped|pending|blocked|cannot|must|accepted|allowed|approved|absent|present|empty|is|was|user)(?:[.,;!?)]|\s|$)/;
function mE(e){return e.length<=24&&/^[A-Za-z]?[a-z]{0,15}[.,;:!?)]*$/.test(e)}function hE(e){return/^[a-z]{1,16}(?:[.,;:!?)]|\s|$)/.test(e)}function Up(e,t){let n=t+
(G(tE,e,t)?.[0].length??0),r=Math.max(0,n-128),o=t;for(;o>r&&uu[e.charCodeAt(o-1)]===1;)o-=1;return{start:Math.max(o,r),end:n}}function $p(e,t,n){let r=qn(e,t.end),
o=t.end+(r?.[0].length??0),i=G(rE,e,o)?.[0],s=yE(e,t);if(i===void 0)return Rp(e,t,s,o);let a=ct(s);if(a==="plain")return;let u=o+i.length;if(a==="code"&&Wp(e,u)===
void 0)return;let c={kind:a,isQuotedKey:r!==void 0,isAssigned:/=|3d/i.test(i),ending:/%(?:25)*(?=3d)/i.exec(i)?.[0],isInQuotes:n||/["']/.test(e.charAt(t.start-1)),
isLeading:t.start===0||/["'\r\n\\]/.test(e.charAt(t.start-1)),isMaskedJson:n},d=a==="code"?bE(e,u,c):Kp(e,u,c);return d===void 0||d.end===d.start?void 0:d}function yE(e,t){
let n=gE(e.slice(t.start,t.end));if(e.charAt(t.start-1)!=="\\")return n;let r=n.replace(/^u00[0-9a-f]{2}/i,"");return/^[nrt]/.test(r)&&ct(r)==="plain"?r.slice(1):
r}function gE(e){for(let t=e.lastIndexOf("%");t!==-1;t=e.lastIndexOf("%",t-1)){let n=G(nE,e,t);if(n!==void 0)return e.slice(t+n[0].length);if(t===0)break}return e}
function bE(e,t,n){let r=Wp(e,t)?.end??t,o=Kp(e.slice(0,r+lE),t,n);return o?.end===r?o:void 0}function Wp(e,t){let n=t+(qn(e,t)?.[0].length??0),r=G(dE,e,n)?.[0];
return r!==void 0&&Ht(r)?{start:n,end:n+r.length}:void 0}function Kp(e,t,n){let r=qn(e,t);if(r!==void 0)return Si(e,t,r);let o=e.charAt(t);if(o!=="{"&&o!=="[")return wE(
e,t,n);if(!n.isMaskedJson&&!(n.kind==="text"&&G(fE,e,t)===void 0))return{start:t,end:Ep(e,t)}}function wE(e,t,n){let r=SE(n),o=e.slice(t,t+uE),i=Ve(r,o,0),s=o.slice(
0,i);if(!vE(s,n))return;let a=n.isQuotedKey&&!n.isAssigned?Hp.exec(s)?.[0]:void 0;return a!==void 0&&n.kind!=="header"?{start:t,end:t+a.length}:{start:t,end:i<o.
length?t+i:Ve(r,e,t)}}function vE(e,t){return e===""||cE.test(e)?!1:t.isAssigned?!0:t.kind==="header"?!(t.isLeading?pE.test(e):hE(e)):t.isQuotedKey?t.kind!=="to\
ken"&&t.kind!=="text"||!Hp.test(e):!mE(e)}function SE(e){let t=e.ending===void 0?Bp(e):`${Bp(e)}|${e.ending}26`,n=Fp.get(t);if(n!==void 0)return n;let r=new RegExp(
t,"g");return Fp.set(t,r),r}function Bp(e){return e.kind!=="header"?oE:e.isAssigned?aE:e.isInQuotes?sE:iE}var Gn="*****",Vp=["eyJ|-----BEGIN|--user|\\s-u|://","a(?:ssertion|uth(?!0)|nswer)","b(?:earer|asic)","c(?:ode|red|ookie|srf|onnection.?string)","g(?:h[oprsu]_|\
ithub_pat_)","h(?:eader|ooks\\.slack)","p(?:ass|wd?|in|12|fx)","s(?:haredkey|ecret|aml|ig)","t(?:oken|icket)","x(?:srf|ox[a-z]-)","dpop|invitation|jwt|key|otp|v\
erifier|wresult"].join("|"),xE=new RegExp(Vp,"i"),Ri=new RegExp(Vp,"gi"),Gr=new Uint8Array(128),du=1,jp=2;for(let e=0;e<Gr.length;e+=1)(e<=32||e>126)&&(Gr[e]=du);
for(let e of"=:%+<&")Gr[e.charCodeAt(0)]=du;for(let e of"J_x/")Gr[e.charCodeAt(0)]=jp;function ki(e){for(let t=0;t<e.length;t+=1){let n=e.charCodeAt(t);if(n>126)
return!0;let r=Gr[n];if(r===du||r===jp&&EE(e,t))return!0}return!1}function EE(e,t){switch(e.charAt(t)){case"J":return e.startsWith("ey",t-2);case"x":return e.startsWith(
"ox",t+1);case"/":return e.startsWith(".com",t-4);default:return e.startsWith("gh",t-3)||e.startsWith("pat",t-3)}}function qp(e){return/^\s{0,64}[[{"]/.test(e)&&
(xE.test(e)||e.includes("\\u"))}function zr(e,t=!1){if(!ki(e))return e;let n={text:e,isMaskedJson:t,jwts:new Ai,keysSeenTo:0},r="",o=0;Ri.lastIndex=0;for(let i=Ri.
exec(e);i!==null;i=Ri.exec(e)){let s=AE(n,i.index,i[0]);s===void 0||e.slice(s.start,s.end)===Gn||(r+=e.slice(o,s.start)+Gn,o=s.end,Ri.lastIndex=s.end)}return o===
0?e:r+e.slice(o)}function AE(e,t,n){let{text:r}=e;switch(n.toLowerCase()){case"eyj":return e.jwts.at(r,t);case"-----begin":return Op(r,t);case"://":return Mp(r,
t+n.length);case"bearer":case"basic":case"dpop":case"sharedkey":return Pp(r,t,n)??Gp(e,t);case"gho_":case"ghp_":case"ghr_":case"ghs_":case"ghu_":case"github_pat\
_":return Ip(r,t);case"hooks.slack":return Dp(r,t);default:return RE(e,t,n)}}function RE(e,t,n){return n.startsWith("xox")?Cp(e.text,t):n.endsWith("-u")||n==="-\
-user"?Np(e.text,t):Gp(e,t)}function Gp(e,t){if(t<e.keysSeenTo)return;let n=Up(e.text,t);return e.keysSeenTo=n.end,$p(e.text,n,e.isMaskedJson)}var Jp=64,kE="[cut: nested too deep]",_E=4,TE=2e3,_i=new Map;function fu(e,t={wasCut:!1}){return typeof e=="string"&&!ki(e)?e:Jr(e,"plain",Jp,{layers:_E,report:t})}
function Jr(e,t,n,r){return typeof e=="string"?Yp(e,t,r):typeof e=="number"||typeof e=="bigint"?t==="secret"||t==="header"?Gn:e:typeof e!="object"||e===null?e:n===
0?(r.report.wasCut=!0,kE):Array.isArray(e)?ME(e,t,n-1,r):LE(e,t,n-1,r)}function Yp(e,t,n){return e===""?e:t==="code"?Ht(e)?Gn:zp(e,n):t==="plain"?zp(e,n):Gn}function zp(e,t){
if(!ki(e))return e;if(t.layers===0||!qp(e))return zr(e);let n=OE(e);if(n===void 0)return zr(e);let r={layers:t.layers-1,report:t.report},o=Jr(n,"plain",Jp,r);return zr(
o===n?e:JSON.stringify(o),!0)}function OE(e){try{return JSON.parse(e)}catch{return}}function ME(e,t,n,r){let o,i=t==="plain"||t==="code";for(let s=0;s<e.length;s+=
1){let a=e[s],u=i&&IE(a)?CE(a,n,r):Jr(a,t==="plain"?PE(e,s):t,n,r);u!==a&&(o??=e.slice(),o[s]=u)}return o??e}function PE(e,t){let n=t%2===1?e[t-1]:void 0;return typeof n==
"string"&&wp(n)?"header":"plain"}function IE(e){return Array.isArray(e)&&e.length===2&&typeof e[0]=="string"}function CE(e,t,n){let r=Yp(e[0],"plain",n),o=Jr(e[1],
ct(e[0]),t,n);return r===e[0]&&o===e[1]?e:[r,o]}function LE(e,t,n,r){let o,i;for(let s in e){let a=Ti(s),u=e[s];a.isValue&&(i??=DE(e));let c=i!==void 0&&a.isValue&&
lu(t)?ct(i):BE(t,a),d=Jr(u,c,n,r);d===u&&a.safeName===s||(o??=new Map,o.set(s,d))}return o===void 0?e:NE(e,o)}function DE(e){let t;for(let n in e)Ti(n).isName&&
(t=e[n]);return typeof t=="string"?t:""}function lu(e){return e==="plain"||e==="code"||e==="text"}function NE(e,t){let n={...e};for(let[r,o]of t){if(r==="__prot\
o__"||Ti(r).safeName!==r)return FE(e,t);n[r]=o}return n}function FE(e,t){return Object.fromEntries(Object.keys(e).map(n=>[Ti(n).safeName,t.has(n)?t.get(n):e[n]]))}
function BE(e,t){return lu(e)?t.kind:e!=="token"?e:lu(t.kind)?t.isDescriptive&&t.kind==="plain"?"plain":"token":t.kind}function Ti(e){let t=_i.get(e);if(t!==void 0)
return t;let n={kind:ct(e),safeName:zr(e),isDescriptive:vp(e),isName:/^(?:name|key|header|field|param|parameter)$/i.test(e),isValue:/^(?:values?|val|content)$/i.
test(e)};return e.length>128||(_i.size>=TE&&_i.clear(),_i.set(e,n)),n}var HE={AmazonBot:"amazonbot","Amazon Silk":"amazon_silk","Android Browser":"android",BaiduSpider:"baiduspider",Bada:"bada",BingCrawler:"bingcrawler",Brave:"bra\
ve",BlackBerry:"blackberry","ChatGPT-User":"chatgpt_user",Chrome:"chrome",ClaudeBot:"claudebot",Chromium:"chromium",Diffbot:"diffbot",DuckDuckBot:"duckduckbot",
DuckDuckGo:"duckduckgo",Electron:"electron",Epiphany:"epiphany",FacebookExternalHit:"facebookexternalhit",Firefox:"firefox",Focus:"focus",Generic:"generic","Goo\
gle Search":"google_search",Googlebot:"googlebot",GPTBot:"gptbot","HeyTap Browser":"heytap","Internet Explorer":"ie",InternetArchiveCrawler:"internetarchivecraw\
ler","K-Meleon":"k_meleon",Ladybird:"ladybird",LibreWolf:"librewolf",Linespider:"linespider",Maxthon:"maxthon","Meta-ExternalAds":"meta_externalads","Meta-Exter\
nalAgent":"meta_externalagent","Meta-ExternalFetcher":"meta_externalfetcher","Meta-WebIndexer":"meta_webindexer","Microsoft Edge":"edge","MZ Browser":"mz","NAVE\
R Whale Browser":"naver","OAI-SearchBot":"oai_searchbot",Omgilibot:"omgilibot",Opera:"opera","Opera Coast":"opera_coast","Pale Moon":"pale_moon",PerplexityBot:"\
perplexitybot","Perplexity-User":"perplexity_user",PhantomJS:"phantomjs",PingdomBot:"pingdombot",Puffin:"puffin",QQ:"qq",QQLite:"qqlite",QupZilla:"qupzilla",Roku:"\
roku",Safari:"safari",Sailfish:"sailfish","Samsung Internet for Android":"samsung_internet",SlackBot:"slackbot",SeaMonkey:"seamonkey",Sleipnir:"sleipnir","Sogou\
 Browser":"sogou",Swing:"swing",Tizen:"tizen","UC Browser":"uc","Vivo Browser":"vivo",Vivaldi:"vivaldi","WebOS Browser":"webos",WeChat:"wechat",YahooSlurp:"yaho\
oslurp","Yandex Browser":"yandex",YandexBot:"yandexbot",YouBot:"youbot"},Qp={amazonbot:"AmazonBot",amazon_silk:"Amazon Silk",android:"Android Browser",baiduspider:"\
BaiduSpider",bada:"Bada",bingcrawler:"BingCrawler",blackberry:"BlackBerry",brave:"Brave",chatgpt_user:"ChatGPT-User",chrome:"Chrome",claudebot:"ClaudeBot",chromium:"\
Chromium",diffbot:"Diffbot",duckduckbot:"DuckDuckBot",duckduckgo:"DuckDuckGo",edge:"Microsoft Edge",electron:"Electron",epiphany:"Epiphany",facebookexternalhit:"\
FacebookExternalHit",firefox:"Firefox",focus:"Focus",generic:"Generic",google_search:"Google Search",googlebot:"Googlebot",gptbot:"GPTBot",heytap:"HeyTap Browse\
r",ie:"Internet Explorer",internetarchivecrawler:"InternetArchiveCrawler",k_meleon:"K-Meleon",ladybird:"Ladybird",librewolf:"LibreWolf",linespider:"Linespider",
maxthon:"Maxthon",meta_externalads:"Meta-ExternalAds",meta_externalagent:"Meta-ExternalAgent",meta_externalfetcher:"Meta-ExternalFetcher",meta_webindexer:"Meta-\
WebIndexer",mz:"MZ Browser",naver:"NAVER Whale Browser",oai_searchbot:"OAI-SearchBot",omgilibot:"Omgilibot",opera:"Opera",opera_coast:"Opera Coast",pale_moon:"P\
ale Moon",perplexitybot:"PerplexityBot",perplexity_user:"Perplexity-User",phantomjs:"PhantomJS",pingdombot:"PingdomBot",puffin:"Puffin",qq:"QQ Browser",qqlite:"\
QQ Browser Lite",qupzilla:"QupZilla",roku:"Roku",safari:"Safari",sailfish:"Sailfish",samsung_internet:"Samsung Internet for Android",seamonkey:"SeaMonkey",slackbot:"\
SlackBot",sleipnir:"Sleipnir",sogou:"Sogou Browser",swing:"Swing",tizen:"Tizen",uc:"UC Browser",vivo:"Vivo Browser",vivaldi:"Vivaldi",webos:"WebOS Browser",wechat:"\
WeChat",yahooslurp:"YahooSlurp",yandex:"Yandex Browser",yandexbot:"YandexBot",youbot:"YouBot"},k={bot:"bot",desktop:"desktop",mobile:"mobile",tablet:"tablet",tv:"\
tv"},Ee={Android:"Android",Bada:"Bada",BlackBerry:"BlackBerry",ChromeOS:"Chrome OS",HarmonyOS:"HarmonyOS",iOS:"iOS",Linux:"Linux",MacOS:"macOS",PlayStation4:"Pl\
ayStation 4",Roku:"Roku",Tizen:"Tizen",WebOS:"WebOS",Windows:"Windows",WindowsPhone:"Windows Phone"},vt={Blink:"Blink",EdgeHTML:"EdgeHTML",Gecko:"Gecko",LibWeb:"\
LibWeb",Presto:"Presto",Trident:"Trident",WebKit:"WebKit"},h=(function(){function e(){}return e.getFirstMatch=function(n,r){var o=r.match(n);return o&&o.length>
0&&o[1]||""},e.getSecondMatch=function(n,r){var o=r.match(n);return o&&o.length>1&&o[2]||""},e.matchAndReturnConst=function(n,r,o){if(n.test(r))return o},e.isFirefoxOnIpad=
function(n){var r=n.indexOf("Macintosh");if(r===-1)return!1;var o=n.indexOf(" FxiOS",r+9);return o!==-1&&n.indexOf("/",o+6)!==-1},e.getWindowsVersionName=function(n){
switch(n){case"NT":return"NT";case"XP":return"XP";case"NT 5.0":return"2000";case"NT 5.1":return"XP";case"NT 5.2":return"2003";case"NT 6.0":return"Vista";case"NT\
 6.1":return"7";case"NT 6.2":return"8";case"NT 6.3":return"8.1";case"NT 10.0":return"10";default:return}},e.getMacOSVersionName=function(n){var r=n.split(".").splice(
0,2).map(function(s){return parseInt(s,10)||0});r.push(0);var o=r[0],i=r[1];if(o===10)switch(i){case 5:return"Leopard";case 6:return"Snow Leopard";case 7:return"\
Lion";case 8:return"Mountain Lion";case 9:return"Mavericks";case 10:return"Yosemite";case 11:return"El Capitan";case 12:return"Sierra";case 13:return"High Sierr\
a";case 14:return"Mojave";case 15:return"Catalina";default:return}switch(o){case 11:return"Big Sur";case 12:return"Monterey";case 13:return"Ventura";case 14:return"\
Sonoma";case 15:return"Sequoia";default:return}},e.getAndroidVersionName=function(n){var r=n.split(".").splice(0,2).map(function(o){return parseInt(o,10)||0});if(r.
push(0),!(r[0]===1&&r[1]<5)){if(r[0]===1&&r[1]<6)return"Cupcake";if(r[0]===1&&r[1]>=6)return"Donut";if(r[0]===2&&r[1]<2)return"Eclair";if(r[0]===2&&r[1]===2)return"\
Froyo";if(r[0]===2&&r[1]>2)return"Gingerbread";if(r[0]===3)return"Honeycomb";if(r[0]===4&&r[1]<1)return"Ice Cream Sandwich";if(r[0]===4&&r[1]<4)return"Jelly Bea\
n";if(r[0]===4&&r[1]>=4)return"KitKat";if(r[0]===5)return"Lollipop";if(r[0]===6)return"Marshmallow";if(r[0]===7)return"Nougat";if(r[0]===8)return"Oreo";if(r[0]===
9)return"Pie"}},e.getVersionPrecision=function(n){return n.split(".").length},e.compareVersions=function(n,r,o){o===void 0&&(o=!1);var i=e.getVersionPrecision(n),
s=e.getVersionPrecision(r),a=Math.max(i,s),u=0,c=e.map([n,r],function(d){var f=a-e.getVersionPrecision(d),y=d+new Array(f+1).join(".0");return e.map(y.split("."),
function(p){return new Array(20-p.length).join("0")+p}).reverse()});for(o&&(u=a-Math.min(i,s)),a-=1;a>=u;){if(c[0][a]>c[1][a])return 1;if(c[0][a]===c[1][a]){if(a===
u)return 0;a-=1}else if(c[0][a]<c[1][a])return-1}},e.map=function(n,r){var o=[],i;if(Array.prototype.map)return Array.prototype.map.call(n,r);for(i=0;i<n.length;i+=
1)o.push(r(n[i]));return o},e.find=function(n,r){var o,i;if(Array.prototype.find)return Array.prototype.find.call(n,r);for(o=0,i=n.length;o<i;o+=1){var s=n[o];if(r(
s,o))return s}},e.assign=function(n){for(var r=n,o,i,s=arguments.length,a=new Array(s>1?s-1:0),u=1;u<s;u++)a[u-1]=arguments[u];if(Object.assign)return Object.assign.
apply(Object,[n].concat(a));var c=function(){var f=a[o];typeof f=="object"&&f!==null&&Object.keys(f).forEach(function(y){r[y]=f[y]})};for(o=0,i=a.length;o<i;o+=
1)c();return n},e.getBrowserAlias=function(n){return HE[n]},e.getBrowserTypeByAlias=function(n){return Qp[n]||""},e})(),R=/version\/(\d+(\.?_?\d+)+)/i,UE=[{test:[
/gptbot/i],describe:function(t){var n={name:"GPTBot"},r=h.getFirstMatch(/gptbot\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/chatgpt-user/i],
describe:function(t){var n={name:"ChatGPT-User"},r=h.getFirstMatch(/chatgpt-user\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/oai-searchbot/i],
describe:function(t){var n={name:"OAI-SearchBot"},r=h.getFirstMatch(/oai-searchbot\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[
/claudebot/i,/claude-web/i,/claude-user/i,/claude-searchbot/i],describe:function(t){var n={name:"ClaudeBot"},r=h.getFirstMatch(/(?:claudebot|claude-web|claude-user|claude-searchbot)\/(\d+(\.\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/omgilibot/i,/webzio-extended/i],describe:function(t){var n={name:"Omgilibot"},r=h.getFirstMatch(/(?:omgilibot|webzio-extended)\/(\d+(\.\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/diffbot/i],describe:function(t){var n={name:"Diffbot"},r=h.getFirstMatch(/diffbot\/(\d+(\.\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/perplexitybot/i],describe:function(t){var n={name:"PerplexityBot"},r=h.getFirstMatch(/perplexitybot\/(\d+(\.\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/perplexity-user/i],describe:function(t){var n={name:"Perplexity-User"},r=h.getFirstMatch(/perplexity-user\/(\d+(\.\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/youbot/i],describe:function(t){var n={name:"YouBot"},r=h.getFirstMatch(/youbot\/(\d+(\.\d+)+)/i,t)||
h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/meta-webindexer/i],describe:function(t){var n={name:"Meta-WebIndexer"},r=h.getFirstMatch(/meta-webindexer\/(\d+(\.\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/meta-externalads/i],describe:function(t){var n={name:"Meta-ExternalAds"},r=h.getFirstMatch(/meta-externalads\/(\d+(\.\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/meta-externalagent/i],describe:function(t){var n={name:"Meta-ExternalAgent"},r=h.getFirstMatch(/meta-externalagent\/(\d+(\.\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/meta-externalfetcher/i],describe:function(t){var n={name:"Meta-ExternalFetcher"},r=h.getFirstMatch(
/meta-externalfetcher\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/googlebot/i],describe:function(t){var n={name:"Googlebot"},r=h.
getFirstMatch(/googlebot\/(\d+(\.\d+))/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/linespider/i],describe:function(t){var n={name:"Linespider"},
r=h.getFirstMatch(/(?:linespider)(?:-[-\w]{1,64})?[\s/](\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/amazonbot/i],describe:function(t){
var n={name:"AmazonBot"},r=h.getFirstMatch(/amazonbot\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/bingbot/i],describe:function(t){
var n={name:"BingCrawler"},r=h.getFirstMatch(/bingbot\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/baiduspider/i],describe:function(t){
var n={name:"BaiduSpider"},r=h.getFirstMatch(/baiduspider\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/duckduckbot/i],describe:function(t){
var n={name:"DuckDuckBot"},r=h.getFirstMatch(/duckduckbot\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/ia_archiver/i],describe:function(t){
var n={name:"InternetArchiveCrawler"},r=h.getFirstMatch(/ia_archiver\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/facebookexternalhit/i,
/facebookcatalog/i],describe:function(){return{name:"FacebookExternalHit"}}},{test:[/slackbot/i,/slack-imgProxy/i],describe:function(t){var n={name:"SlackBot"},
r=h.getFirstMatch(/(?:slackbot|slack-imgproxy)(?:-[-\w]{1,64})?[\s/](\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/yahoo!?[\s/]*slurp/i],
describe:function(){return{name:"YahooSlurp"}}},{test:[/yandexbot/i,/yandexmobilebot/i],describe:function(){return{name:"YandexBot"}}},{test:[/pingdom/i],describe:function(){
return{name:"PingdomBot"}}},{test:[/opera/i],describe:function(t){var n={name:"Opera"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/(?:opera)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/opr\/|opios/i],describe:function(t){var n={name:"Opera"},r=h.getFirstMatch(/(?:opr|opios)[\s/](\S+)/i,t)||h.getFirstMatch(
R,t);return r&&(n.version=r),n}},{test:[/SamsungBrowser/i],describe:function(t){var n={name:"Samsung Internet for Android"},r=h.getFirstMatch(R,t)||h.getFirstMatch(
/(?:SamsungBrowser)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/Whale/i],describe:function(t){var n={name:"NAVER Whale Browser"},r=h.getFirstMatch(
R,t)||h.getFirstMatch(/(?:whale)[\s/](\d+(?:\.\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/PaleMoon/i],describe:function(t){var n={name:"Pale Moon"},r=h.getFirstMatch(
R,t)||h.getFirstMatch(/(?:PaleMoon)[\s/](\d+(?:\.\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/HeyTapBrowser/i],describe:function(t){var n={name:"HeyTap Brows\
er"},r=h.getFirstMatch(/(?:HeyTapBrowser)[\s/](\d+(?:\.\d+)*)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/VivoBrowser/i],describe:function(t){
var n={name:"Vivo Browser"},r=h.getFirstMatch(/(?:VivoBrowser)[\s/](\d+(?:\.\d+)*)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/MZBrowser/i],describe:function(t){
var n={name:"MZ Browser"},r=h.getFirstMatch(/(?:MZBrowser)[\s/](\d+(?:\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/focus/i],describe:function(t){
var n={name:"Focus"},r=h.getFirstMatch(/(?:focus)[\s/](\d+(?:\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/swing/i],describe:function(t){
var n={name:"Swing"},r=h.getFirstMatch(/(?:swing)[\s/](\d+(?:\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/coast/i],describe:function(t){
var n={name:"Opera Coast"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/(?:coast)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/opt\/\d+(?:.?_?\d+)+/i],
describe:function(t){var n={name:"Opera Touch"},r=h.getFirstMatch(/(?:opt)[\s/](\d+(\.?_?\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/yabrowser/i],
describe:function(t){var n={name:"Yandex Browser"},r=h.getFirstMatch(/(?:yabrowser)[\s/](\d+(\.?_?\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},
{test:[/ucbrowser/i],describe:function(t){var n={name:"UC Browser"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/(?:ucbrowser)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.
version=r),n}},{test:[/Maxthon|mxios/i],describe:function(t){var n={name:"Maxthon"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/(?:Maxthon|mxios)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/epiphany/i],describe:function(t){var n={name:"Epiphany"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/(?:epiphany)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/puffin/i],describe:function(t){var n={name:"Puffin"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/(?:puffin)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/sleipnir/i],describe:function(t){var n={name:"Sleipnir"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/(?:sleipnir)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/k-meleon/i],describe:function(t){var n={name:"K-Meleon"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/(?:k-meleon)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/micromessenger/i],describe:function(t){var n={name:"WeChat"},r=h.getFirstMatch(/(?:micromessenger)[\s/](\d+(\.?_?\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/qqbrowser/i],describe:function(t){var n={name:/qqbrowserlite/i.test(t)?"QQ Browser Lite":"QQ Browse\
r"},r=h.getFirstMatch(/(?:qqbrowserlite|qqbrowser)[/](\d+(\.?_?\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/msie|trident/i],describe:function(t){
var n={name:"Internet Explorer"},r=h.getFirstMatch(/(?:msie |rv:)(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/\sedg\//i],describe:function(t){var n={
name:"Microsoft Edge"},r=h.getFirstMatch(/\sedg\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/edg([ea]|ios)\//i],describe:function(t){var n={name:"\
Microsoft Edge"},r=h.getSecondMatch(/edg([ea]|ios)\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:function(t){return t.hasBrand("Vivaldi")?!0:t.test(/vivaldi/i)},
describe:function(t,n){var r={name:"Vivaldi"};if(n){var o=n.getBrandVersion("Vivaldi");if(o)return r.version=o,r}var i=h.getFirstMatch(/vivaldi\/(\d+(\.?_?\d+)+)/i,
t);return i&&(r.version=i),r}},{test:[/seamonkey/i],describe:function(t){var n={name:"SeaMonkey"},r=h.getFirstMatch(/seamonkey\/(\d+(\.?_?\d+)+)/i,t);return r&&
(n.version=r),n}},{test:[/sailfish/i],describe:function(t){var n={name:"Sailfish"},r=h.getFirstMatch(/sailfish\s?browser\/(\d+(\.\d+)?)/i,t);return r&&(n.version=
r),n}},{test:[/silk/i],describe:function(t){var n={name:"Amazon Silk"},r=h.getFirstMatch(/silk\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/phantom/i],
describe:function(t){var n={name:"PhantomJS"},r=h.getFirstMatch(/phantomjs\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/slimerjs/i],describe:function(t){
var n={name:"SlimerJS"},r=h.getFirstMatch(/slimerjs\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/blackberry|\bbb\d+/i,/rim\stablet/i],describe:function(t){
var n={name:"BlackBerry"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/blackberry[\d]+\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/(web|hpw)[o0]s/i],
describe:function(t){var n={name:"WebOS Browser"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/w(?:eb)?[o0]sbrowser\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},
{test:[/bada/i],describe:function(t){var n={name:"Bada"},r=h.getFirstMatch(/dolfin\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/tizen/i],describe:function(t){
var n={name:"Tizen"},r=h.getFirstMatch(/(?:tizen\s?)?browser\/(\d+(\.?_?\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/qupzilla/i],describe:function(t){
var n={name:"QupZilla"},r=h.getFirstMatch(/(?:qupzilla)[\s/](\d+(\.?_?\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/librewolf/i],describe:function(t){
var n={name:"LibreWolf"},r=h.getFirstMatch(/(?:librewolf)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/firefox|iceweasel|fxios/i],describe:function(t){
var n={name:"Firefox"},r=h.getFirstMatch(/(?:firefox|iceweasel|fxios)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/electron/i],describe:function(t){
var n={name:"Electron"},r=h.getFirstMatch(/(?:electron)\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/sogoumobilebrowser/i,/metasr/i,/se 2\.[x]/i],
describe:function(t){var n={name:"Sogou Browser"},r=h.getFirstMatch(/(?:sogoumobilebrowser)[\s/](\d+(\.?_?\d+)+)/i,t),o=h.getFirstMatch(/(?:chrome|crios|crmo)\/(\d+(\.?_?\d+)+)/i,
t),i=h.getFirstMatch(/se ([\d.]+)x/i,t),s=r||o||i;return s&&(n.version=s),n}},{test:[/MiuiBrowser/i],describe:function(t){var n={name:"Miui"},r=h.getFirstMatch(
/(?:MiuiBrowser)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:function(t){return t.hasBrand("DuckDuckGo")?!0:t.test(/\sDdg\/[\d.]+$/i)},describe:function(t,n){
var r={name:"DuckDuckGo"};if(n){var o=n.getBrandVersion("DuckDuckGo");if(o)return r.version=o,r}var i=h.getFirstMatch(/\sDdg\/([\d.]+)$/i,t);return i&&(r.version=
i),r}},{test:function(t){return t.hasBrand("Brave")},describe:function(t,n){var r={name:"Brave"};if(n){var o=n.getBrandVersion("Brave");if(o)return r.version=o,
r}return r}},{test:[/chromium/i],describe:function(t){var n={name:"Chromium"},r=h.getFirstMatch(/(?:chromium)[\s/](\d+(\.?_?\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&
(n.version=r),n}},{test:[/ladybird/i],describe:function(t){var n={name:"Ladybird"},r=h.getFirstMatch(/ladybird\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},
{test:[/chrome|crios|crmo/i],describe:function(t){var n={name:"Chrome"},r=h.getFirstMatch(/(?:chrome|crios|crmo)\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),
n}},{test:[/GSA/i],describe:function(t){var n={name:"Google Search"},r=h.getFirstMatch(/(?:GSA)\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:function(t){
var n=!t.test(/like android/i),r=t.test(/android/i);return n&&r},describe:function(t){var n={name:"Android Browser"},r=h.getFirstMatch(R,t);return r&&(n.version=
r),n}},{test:[/playstation 4/i],describe:function(t){var n={name:"PlayStation 4"},r=h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/safari|applewebkit/i],
describe:function(t){var n={name:"Safari"},r=h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/.*/i],describe:function(t){var n=t.search("\\(")!==-1?/^(.*)\/([^/]*)[ \t]\((.*)/:
/^(.*)\/([^/]*) /;return{name:h.getFirstMatch(n,t),version:h.getSecondMatch(n,t)}}}],$E=[{test:[/Roku\/DVP/],describe:function(t){var n=h.getFirstMatch(/Roku\/DVP-(\d+\.\d+)/i,
t);return{name:Ee.Roku,version:n}}},{test:[/windows phone/i],describe:function(t){var n=h.getFirstMatch(/windows phone (?:os)?\s?(\d+(\.\d+)*)/i,t);return{name:Ee.
WindowsPhone,version:n}}},{test:[/windows /i],describe:function(t){var n=h.getFirstMatch(/Windows ((NT|XP)( \d\d?.\d)?)/i,t),r=h.getWindowsVersionName(n);return{
name:Ee.Windows,version:n,versionName:r}}},{test:function(t){return h.isFirefoxOnIpad(t.getUA())},describe:function(t){var n={name:Ee.iOS},r=h.getSecondMatch(/(Version\/)(\d[\d.]+)/,
t);return r&&(n.version=r),n}},{test:[/macintosh/i],describe:function(t){var n=h.getFirstMatch(/mac os x (\d+(\.?_?\d+)+)/i,t).replace(/[_\s]/g,"."),r=h.getMacOSVersionName(
n),o={name:Ee.MacOS,version:n};return r&&(o.versionName=r),o}},{test:[/(ipod|iphone|ipad)/i],describe:function(t){var n=h.getFirstMatch(/os (\d+([_\s]\d+)*) like mac os x/i,
t).replace(/[_\s]/g,".");return{name:Ee.iOS,version:n}}},{test:[/OpenHarmony/i],describe:function(t){var n=h.getFirstMatch(/OpenHarmony\s+(\d+(\.\d+)*)/i,t);return{
name:Ee.HarmonyOS,version:n}}},{test:function(t){var n=!t.test(/like android/i),r=t.test(/android/i);return n&&r},describe:function(t){var n=h.getFirstMatch(/android[\s/-](\d+(\.\d+)*)/i,
t),r=h.getAndroidVersionName(n),o={name:Ee.Android,version:n};return r&&(o.versionName=r),o}},{test:[/(web|hpw)[o0]s/i],describe:function(t){var n=h.getFirstMatch(
/(?:web|hpw)[o0]s\/(\d+(\.\d+)*)/i,t),r={name:Ee.WebOS};return n&&n.length&&(r.version=n),r}},{test:[/blackberry|\bbb\d+/i,/rim\stablet/i],describe:function(t){
var n=h.getFirstMatch(/rim\stablet\sos\s(\d+(\.\d+)*)/i,t)||h.getFirstMatch(/blackberry\d+\/(\d+([_\s]\d+)*)/i,t)||h.getFirstMatch(/\bbb(\d+)/i,t);return{name:Ee.
BlackBerry,version:n}}},{test:[/bada/i],describe:function(t){var n=h.getFirstMatch(/bada\/(\d+(\.\d+)*)/i,t);return{name:Ee.Bada,version:n}}},{test:[/tizen/i],describe:function(t){
var n=h.getFirstMatch(/tizen[/\s](\d+(\.\d+)*)/i,t);return{name:Ee.Tizen,version:n}}},{test:[/linux/i],describe:function(){return{name:Ee.Linux}}},{test:[/CrOS/],
describe:function(){return{name:Ee.ChromeOS}}},{test:[/PlayStation 4/],describe:function(t){var n=h.getFirstMatch(/PlayStation 4[/\s](\d+(\.\d+)*)/i,t);return{name:Ee.
PlayStation4,version:n}}}],WE=[{test:[/googlebot/i],describe:function(){return{type:k.bot,vendor:"Google"}}},{test:[/linespider/i],describe:function(){return{type:k.
bot,vendor:"Line"}}},{test:[/amazonbot/i],describe:function(){return{type:k.bot,vendor:"Amazon"}}},{test:[/gptbot/i],describe:function(){return{type:k.bot,vendor:"\
OpenAI"}}},{test:[/chatgpt-user/i],describe:function(){return{type:k.bot,vendor:"OpenAI"}}},{test:[/oai-searchbot/i],describe:function(){return{type:k.bot,vendor:"\
OpenAI"}}},{test:[/baiduspider/i],describe:function(){return{type:k.bot,vendor:"Baidu"}}},{test:[/bingbot/i],describe:function(){return{type:k.bot,vendor:"Bing"}}},
{test:[/duckduckbot/i],describe:function(){return{type:k.bot,vendor:"DuckDuckGo"}}},{test:[/claudebot/i,/claude-web/i,/claude-user/i,/claude-searchbot/i],describe:function(){
return{type:k.bot,vendor:"Anthropic"}}},{test:[/omgilibot/i,/webzio-extended/i],describe:function(){return{type:k.bot,vendor:"Webz.io"}}},{test:[/diffbot/i],describe:function(){
return{type:k.bot,vendor:"Diffbot"}}},{test:[/perplexitybot/i],describe:function(){return{type:k.bot,vendor:"Perplexity AI"}}},{test:[/perplexity-user/i],describe:function(){
return{type:k.bot,vendor:"Perplexity AI"}}},{test:[/youbot/i],describe:function(){return{type:k.bot,vendor:"You.com"}}},{test:[/ia_archiver/i],describe:function(){
return{type:k.bot,vendor:"Internet Archive"}}},{test:[/meta-webindexer/i],describe:function(){return{type:k.bot,vendor:"Meta"}}},{test:[/meta-externalads/i],describe:function(){
return{type:k.bot,vendor:"Meta"}}},{test:[/meta-externalagent/i],describe:function(){return{type:k.bot,vendor:"Meta"}}},{test:[/meta-externalfetcher/i],describe:function(){
return{type:k.bot,vendor:"Meta"}}},{test:[/facebookexternalhit/i,/facebookcatalog/i],describe:function(){return{type:k.bot,vendor:"Meta"}}},{test:[/slackbot/i,/slack-imgProxy/i],
describe:function(){return{type:k.bot,vendor:"Slack"}}},{test:[/yahoo/i],describe:function(){return{type:k.bot,vendor:"Yahoo"}}},{test:[/yandexbot/i,/yandexmobilebot/i],
describe:function(){return{type:k.bot,vendor:"Yandex"}}},{test:[/pingdom/i],describe:function(){return{type:k.bot,vendor:"Pingdom"}}},{test:[/huawei/i],describe:function(t){
var n=h.getFirstMatch(/(can-l01)/i,t)&&"Nova",r={type:k.mobile,vendor:"Huawei"};return n&&(r.model=n),r}},{test:[/nexus\s*(?:7|8|9|10).*/i],describe:function(){
return{type:k.tablet,vendor:"Nexus"}}},{test:[/ipad/i],describe:function(){return{type:k.tablet,vendor:"Apple",model:"iPad"}}},{test:function(t){return h.isFirefoxOnIpad(
t.getUA())},describe:function(){return{type:k.tablet,vendor:"Apple",model:"iPad"}}},{test:[/kftt build/i],describe:function(){return{type:k.tablet,vendor:"Amazo\
n",model:"Kindle Fire HD 7"}}},{test:[/silk/i],describe:function(){return{type:k.tablet,vendor:"Amazon"}}},{test:[/tablet(?! pc)/i],describe:function(){return{type:k.
tablet}}},{test:function(t){var n=t.test(/ipod|iphone/i),r=t.test(/like (ipod|iphone)/i);return n&&!r},describe:function(t){var n=h.getFirstMatch(/(ipod|iphone)/i,
t);return{type:k.mobile,vendor:"Apple",model:n}}},{test:[/nexus\s*[0-6].*/i,/galaxy nexus/i],describe:function(){return{type:k.mobile,vendor:"Nexus"}}},{test:[/Nokia/i],
describe:function(t){var n=h.getFirstMatch(/Nokia\s+([0-9]+(\.[0-9]+)?)/i,t),r={type:k.mobile,vendor:"Nokia"};return n&&(r.model=n),r}},{test:[/[^-]mobi/i],describe:function(){
return{type:k.mobile}}},{test:function(t){return t.getBrowserName(!0)==="blackberry"},describe:function(){return{type:k.mobile,vendor:"BlackBerry"}}},{test:function(t){
return t.getBrowserName(!0)==="bada"},describe:function(){return{type:k.mobile}}},{test:function(t){return t.getBrowserName()==="windows phone"},describe:function(){
return{type:k.mobile,vendor:"Microsoft"}}},{test:function(t){var n=Number(String(t.getOSVersion()).split(".")[0]);return t.getOSName(!0)==="android"&&n>=3},describe:function(){
return{type:k.tablet}}},{test:function(t){return t.getOSName(!0)==="android"},describe:function(){return{type:k.mobile}}},{test:[/smart-?tv|smarttv/i],describe:function(){
return{type:k.tv}}},{test:[/netcast/i],describe:function(){return{type:k.tv}}},{test:function(t){return t.getOSName(!0)==="macos"},describe:function(){return{type:k.
desktop,vendor:"Apple"}}},{test:function(t){return t.getOSName(!0)==="windows"},describe:function(){return{type:k.desktop}}},{test:function(t){return t.getOSName(
!0)==="linux"},describe:function(){return{type:k.desktop}}},{test:function(t){return t.getOSName(!0)==="playstation 4"},describe:function(){return{type:k.tv}}},
{test:function(t){return t.getOSName(!0)==="roku"},describe:function(){return{type:k.tv}}}],KE=[{test:function(t){return t.getBrowserName(!0)==="microsoft edge"},
describe:function(t){if(/\sedg\//i.test(t))return{name:vt.Blink};var n=h.getFirstMatch(/edge\/(\d+(\.?_?\d+)+)/i,t);return{name:vt.EdgeHTML,version:n}}},{test:function(t){
return t.getBrowserName(!0)==="ladybird"},describe:function(){return{name:vt.LibWeb}}},{test:[/trident/i],describe:function(t){var n={name:vt.Trident},r=h.getFirstMatch(
/trident\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:function(t){return t.test(/presto/i)},describe:function(t){var n={name:vt.Presto},r=h.getFirstMatch(
/presto\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:function(t){var n=t.test(/gecko/i),r=t.test(/like gecko/i);return n&&!r},describe:function(t){var n={
name:vt.Gecko},r=h.getFirstMatch(/gecko\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/(apple)?webkit\/537\.36/i],describe:function(){return{name:vt.
Blink}}},{test:[/(apple)?webkit/i],describe:function(t){var n={name:vt.WebKit},r=h.getFirstMatch(/webkit\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}}],Xp=(function(){
function e(n,r,o){if(r===void 0&&(r=!1),o===void 0&&(o=null),n==null||n==="")throw new Error("UserAgent parameter can't be empty");this._ua=n;var i=!1;typeof r==
"boolean"?(i=r,this._hints=o):r!=null&&typeof r=="object"?this._hints=r:this._hints=null,this.parsedResult={},i!==!0&&this.parse()}var t=e.prototype;return t.getHints=
function(){return this._hints},t.hasBrand=function(r){if(!this._hints||!Array.isArray(this._hints.brands))return!1;var o=r.toLowerCase();return this._hints.brands.
some(function(i){return i.brand&&i.brand.toLowerCase()===o})},t.getBrandVersion=function(r){if(!(!this._hints||!Array.isArray(this._hints.brands))){var o=r.toLowerCase(),
i=h.find(this._hints.brands,function(s){return s.brand&&s.brand.toLowerCase()===o});return i?i.version:void 0}},t.getUA=function(){return this._ua},t.test=function(r){
return r.test(this._ua)},t.parseBrowser=function(){var r=this;this.parsedResult.browser={};var o=h.find(UE,function(i){if(typeof i.test=="function")return i.test(
r);if(Array.isArray(i.test))return i.test.some(function(s){return r.test(s)});throw new Error("Browser's test function is not valid")});return o&&(this.parsedResult.
browser=o.describe(this.getUA(),this)),this.parsedResult.browser},t.getBrowser=function(){return this.parsedResult.browser?this.parsedResult.browser:this.parseBrowser()},
t.getBrowserName=function(r){return r?String(this.getBrowser().name).toLowerCase()||"":this.getBrowser().name||""},t.getBrowserVersion=function(){return this.getBrowser().
version},t.getOS=function(){return this.parsedResult.os?this.parsedResult.os:this.parseOS()},t.parseOS=function(){var r=this;this.parsedResult.os={};var o=h.find(
$E,function(i){if(typeof i.test=="function")return i.test(r);if(Array.isArray(i.test))return i.test.some(function(s){return r.test(s)});throw new Error("Browser\
's test function is not valid")});return o&&(this.parsedResult.os=o.describe(this.getUA())),this.parsedResult.os},t.getOSName=function(r){var o=this.getOS().name;
return r?String(o).toLowerCase()||"":o||""},t.getOSVersion=function(){return this.getOS().version},t.getPlatform=function(){return this.parsedResult.platform?this.
parsedResult.platform:this.parsePlatform()},t.getPlatformType=function(r){r===void 0&&(r=!1);var o=this.getPlatform().type;return r?String(o).toLowerCase()||"":
o||""},t.parsePlatform=function(){var r=this;this.parsedResult.platform={};var o=h.find(WE,function(i){if(typeof i.test=="function")return i.test(r);if(Array.isArray(
i.test))return i.test.some(function(s){return r.test(s)});throw new Error("Browser's test function is not valid")});return o&&(this.parsedResult.platform=o.describe(
this.getUA())),this.parsedResult.platform},t.getEngine=function(){return this.parsedResult.engine?this.parsedResult.engine:this.parseEngine()},t.getEngineName=function(r){
return r?String(this.getEngine().name).toLowerCase()||"":this.getEngine().name||""},t.parseEngine=function(){var r=this;this.parsedResult.engine={};var o=h.find(
KE,function(i){if(typeof i.test=="function")return i.test(r);if(Array.isArray(i.test))return i.test.some(function(s){return r.test(s)});throw new Error("Browser\
's test function is not valid")});return o&&(this.parsedResult.engine=o.describe(this.getUA())),this.parsedResult.engine},t.parse=function(){return this.parseBrowser(),
this.parseOS(),this.parsePlatform(),this.parseEngine(),this},t.getResult=function(){return h.assign({},this.parsedResult)},t.satisfies=function(r){var o=this,i={},
s=0,a={},u=0;if(Object.keys(r).forEach(function(b){var w=r[b];typeof w=="string"||Array.isArray(w)?(a[b]=w,u+=1):typeof w=="object"&&(i[b]=w,s+=1)}),s>0){var c=Object.
keys(i),d=h.find(c,function(b){return o.isOS(b)});if(d){var f=this.satisfies(i[d]);if(f!==void 0)return f}var y=h.find(c,function(b){return o.isPlatform(b)});if(y){
var p=this.satisfies(i[y]);if(p!==void 0)return p}}if(u>0){var m=Object.keys(a),g=h.find(m,function(b){return o.isBrowser(b,!0)});if(g!==void 0)return this.compareVersions(
a[g])}},t.isBrowser=function(r,o){o===void 0&&(o=!1);var i=this.getBrowserName().toLowerCase(),s=r.toLowerCase(),a=h.getBrowserTypeByAlias(s);return o&&a&&(s=a.
toLowerCase()),s===i},t.compareVersions=function(r){var o=this;return typeof r=="string"?this.compareVersion(r):r.some(function(i){return o.compareVersion(i)})},
t.compareVersion=function(r){var o=[0],i=r,s=!1,a=this.getBrowserVersion();if(typeof a=="string")return r[0]===">"||r[0]==="<"?(i=r.substr(1),r[1]==="="?(s=!0,i=
r.substr(2)):o=[],r[0]===">"?o.push(1):o.push(-1)):r[0]==="="?i=r.substr(1):r[0]==="~"&&(s=!0,i=r.substr(1)),o.indexOf(h.compareVersions(a,i,s))>-1},t.isOS=function(r){
return this.getOSName(!0)===String(r).toLowerCase()},t.isPlatform=function(r){return this.getPlatformType(!0)===String(r).toLowerCase()},t.isEngine=function(r){
return this.getEngineName(!0)===String(r).toLowerCase()},t.is=function(r,o){return o===void 0&&(o=!1),this.isBrowser(r,o)||this.isOS(r)||this.isPlatform(r)},t.some=
function(r){var o=this;return r===void 0&&(r=[]),r.some(function(i){return o.is(i)})},e})();function Zp(e,t){for(var n=0;n<t.length;n++){var r=t[n];r.enumerable=
r.enumerable||!1,r.configurable=!0,"value"in r&&(r.writable=!0),Object.defineProperty(e,jE(r.key),r)}}function VE(e,t,n){return t&&Zp(e.prototype,t),n&&Zp(e,n),
Object.defineProperty(e,"prototype",{writable:!1}),e}function jE(e){var t=qE(e,"string");return typeof t=="symbol"?t:t+""}function qE(e,t){if(typeof e!="object"||
!e)return e;var n=e[Symbol.toPrimitive];if(n!==void 0){var r=n.call(e,t||"default");if(typeof r!="object")return r;throw new TypeError("@@toPrimitive must retur\
n a primitive value.")}return(t==="string"?String:Number)(e)}var Oi=(function(){function e(){}return e.getParser=function(n,r,o){if(r===void 0&&(r=!1),o===void 0&&
(o=null),typeof n!="string")throw new Error("UserAgent should be a string");return new Xp(n,r,o)},e.parse=function(n,r){return r===void 0&&(r=null),new Xp(n,r).
getResult()},VE(e,null,[{key:"BROWSER_MAP",get:function(){return Qp}},{key:"ENGINE_MAP",get:function(){return vt}},{key:"OS_MAP",get:function(){return Ee}},{key:"\
PLATFORMS_MAP",get:function(){return k}}])})(),ML=Oi.parse,PL=Oi.getParser;var GE=1e3,zE=500,nm=Object.freeze({}),Mi=new Map;function rm(e){if(e===""||e.length>GE)return nm;let t=Mi.get(e);if(t!==void 0)return t;let n=Object.freeze(JE(
e)??XE(e));return Mi.size>=zE&&Mi.clear(),Mi.set(e,n),n}function JE(e){let t=e.split(" / ");if(t.length!==2||/[/();]/.test(t.join("")))return;let[n,r]=em(t[0]??
""),[o,i]=em(t[1]??"");return om({os:o,osVersion:i,browser:n,browserVersion:r,device:YE(n,o)})}function em(e){let t=e.trim(),n=t.lastIndexOf(" "),r=t.slice(n+1);
return n===-1||!/^\d/.test(r)?[t,void 0]:[t.slice(0,n),r]}function YE(e,t){return/bot\b|crawler|spider/i.test(e??"")?"bot":/\bMobile\b/i.test(e??"")||/^(?:iOS|Android|Windows Phone|Windows Mobile|BlackBerry)/i.
test(t??"")?"mobile":/^(?:Windows|Mac|Linux|Ubuntu|Fedora|Debian|Chrome ?OS)/i.test(t??"")?"desktop":void 0}function XE(e){try{let{browser:t,os:n,platform:r}=Oi.
parse(e),o=ZE(e),i=!!t.name&&!t.name?.includes("/");return om({os:n.name,osVersion:n.version?.startsWith("NT ")?n.versionName:n.version??n.versionName,browser:i?
t.name:o?.name,browserVersion:i?t.version:o?.version,device:r.model?[r.vendor,r.model].filter(Boolean).join(" "):r.type})}catch{return nm}}function ZE(e){let[,t,
n]=/^([\w.-]{1,64})\/v?(\d[\w.-]{0,32})/.exec(e)??[];if(!(t===void 0||n===void 0||t==="Mozilla"))return{name:t,version:n}}function om(e){let t=pu(e.os),n=pu(e.browser),
r=t&&tm(e.osVersion),o=n&&tm(e.browserVersion),i=pu(e.device);return{...t&&{os:t},...r&&{os_version:r},...n&&{browser:n},...o&&{browser_version:o},...i&&{device:i}}}
function pu(e){return e===void 0||/^(?:other|unknown)?$/i.test(e)?void 0:e}function tm(e){return e===void 0||/^[0.]*$/.test(e)?void 0:e.replace(/^v/,"")}var QE=/[\uD800-\uDFFF]/,eA=/[\uD800-\uDFFF]/gu;function Yr(e){return QE.test(e)?e.replace(eA,"�"):e}function hu(e){let t=im(e);return t.includes("\\ud")?im(mu(
e)):t}function im(e){try{return JSON.stringify(e)??"null"}catch{return JSON.stringify(e,(t,n)=>typeof n=="bigint"?String(n):n)}}function mu(e){if(typeof e=="str\
ing")return Yr(e);if(typeof e!="object"||e===null)return e;if(Array.isArray(e))return e.map(mu);let t=Object.entries(e);return Object.fromEntries(t.map(([n,r])=>[
Yr(n),mu(r)]))}var am=new Map(Mr.flatMap(e=>(e.sources??[e.name]).map(t=>[t,e]))),yu=new Set(["log_id","date","type"]);function gu(e){let t={},n=[],r=[];tA(t,e,n);for(let o in e){
let i=e[o];if(o==="_id"||um(i)||nA(t,o))continue;let s=am.get(o),a=s===void 0?void 0:cm(s,o,i,e,n);s!==void 0&&a!==void 0?t[s.name]=a:r.push([o,i])}return typeof t.
user_agent=="string"&&Object.assign(t,rm(t.user_agent)),r.length>0&&(t.additional_fields=dm("additional_fields",Object.fromEntries(r),n)),n.length>0&&(t.truncated_fields=
n.join(",")),t}function tA(e,t,n){for(let u of yu){let c=t[u],d=am.get(u);if(d===void 0||um(c))continue;let f=cm(d,u,c,t,n);f!==void 0&&(e[u]=f)}let r=e.type,{event:o,
category:i,level:s,severity:a}=jn(typeof r=="string"?r:"");o!==""&&(e.event=o),i!==void 0&&(e.category=i),e.level=s,e.severity=a}function nA(e,t){return yu.has(
t)&&e[t]!==void 0}function um(e){if(e==null||e==="")return!0;if(typeof e!="object")return typeof e=="function"||typeof e=="symbol";if(Array.isArray(e))return e.
length===0;for(let t in e)return!1;return!0}function cm(e,t,n,r,o){switch(e.kind){case"text":return oA(e.name,n,o);case"json":return dm(e.name,n,o);case"time":return typeof n==
"string"&&lp(n)?n:void 0;case"boolean":return typeof n=="boolean"&&rA(e,t,r)?n:void 0;case"number":return typeof n=="number"?n:void 0}}function rA(e,t,n){let r=e.
sources?.find(o=>typeof n[o]===e.kind);return r===void 0||r===t}function oA(e,t,n){if(typeof t=="string"){let i=Yr(t);return yu.has(e)?i:sm(fu(i))}if(typeof t!=
"object")return String(t);let r=lm(e,t,n);return Array.isArray(r)&&r.every(i=>typeof i=="string")?Yr(r.join(" ")):sm(r)}function dm(e,t,n){return hu(lm(e,t,n))}
function lm(e,t,n){let r={wasCut:!1},o=fu(t,r);return r.wasCut&&n.push(e),o}function sm(e){return typeof e=="string"?e:hu(e)}var Ut=require("node:crypto"),fm="aes-256-gcm",iA=32,zn=12,bu=16;function Xr(e,t){let n=new Uint8Array((0,Ut.hkdfSync)("sha256",e,"",t,iA));function r(o){let i=Buffer.
from(o,"base64url");if(i.toString("base64url")===o&&!(i.length<zn+bu))try{let s=(0,Ut.createDecipheriv)(fm,n,i.subarray(0,zn));s.setAuthTag(i.subarray(zn,zn+bu));
let a=s.update(i.subarray(zn+bu));return Buffer.concat([a,s.final()])}catch{return}}return{seal(o){let i=typeof o=="string"?Buffer.from(o):o,s=(0,Ut.randomBytes)(
zn),a=(0,Ut.createCipheriv)(fm,n,s),u=Buffer.concat([a.update(i),a.final()]);return Buffer.concat([s,a.getAuthTag(),u]).toString("base64url")},open:o=>r(o)?.toString(
"utf8"),openBytes:r}}var Pi=require("node:zlib"),sA=64e6;function Ii(e){return{lock:t=>e.seal((0,Pi.deflateRawSync)(t)),unlock(t){let n=e.openBytes(t);if(n!==void 0)try{return(0,Pi.inflateRawSync)(
n,{maxOutputLength:sA})}catch{return}}}}function $t(e){return e.kind.type==="password"}function V(e){return{ok:!0,value:e}}function H(e){return e===void 0?{ok:!1}:{ok:!1,advice:e}}function Ci(e){return e==null?"nothing":Array.isArray(e)?"a list":typeof e=="string"?e.length===1?"a text of 1 character":`a text of ${e.length} characters`:typeof e==
"object"?"an object":`a ${typeof e}`}function Li(e){return typeof e=="string"?"a text":Ci(e)}function Zr(e,t,n=Ci){if(typeof e!="string"||[e,...t].some(({length:i})=>i>
2048))return n(e);let r=uA(e);return aA(e)||t.some(i=>pm(e,i)||pm(r,i))?`${n(e)} (not shown: it looks like a secret)`:r}function aA(e){return/^(?:[A-Za-z0-9+/=]{40,}|[A-Za-z0-9=_~-]{40,})$/.
test(e)&&/[a-z]/.test(e)&&/[A-Z]/.test(e)&&/[0-9]/.test(e)}function pm(e,t){let n=Math.min(8,t.length),r=new Set(mm(t,n));return mm(e,n).some(o=>r.has(o))}function mm(e,t){
let n=Math.max(0,e.length-t+1);return Array.from({length:n},(r,o)=>e.slice(o,o+t))}function uA(e){let t=Array.from(cA(e)),r=t.length>60?`${t.slice(0,60).join("")}\
…`:t.join("");return dA(JSON.stringify(r))}function cA(e){return e.replace(/^.*@/s,"…@").replace(/\?.+$/s,"?…")}function dA(e){return e.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
t=>`\\u{${t.codePointAt(0)?.toString(16)}}`)}function hm(e){let t=e.isGivenByPlatform?"Auth0 gives it to an installed extension; anywhere else, set it yourself.":`Set it: ${e.meaning}`;return{setting:e.name,
expected:e.kind.expected,came:"nothing",advice:t}}function ym(e,t,n,r=lA(e)){let o=$t(e)?Ci(t):Zr(t,n);return{setting:e.name,expected:e.kind.expected,came:o,advice:r}}
function lA(e){let t=e.example===void 0?"":`, for example ${e.example}`;if(e.isRequired)return`Correct it${t}.`;let n=e.default===void 0?"":` for ${e.default}`;
return`Correct it${t}, or leave it empty${n}.`}function pn({setting:e,expected:t,came:n,advice:r}){return`${e}: expected ${t}; ${n} came. ${r}`}function wu(e){return e.
map(pn).join(`
`)}function mn(e){return`900${new Date(e).toISOString().replace(/\D/g,"").slice(0,14)}`.padEnd(56,"0")}function Di(e){return/^900\d{14}0{39}$/.test(e)}function ne(e){
let t=/^900(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{39}$/.exec(e);if(t===null)return;let[n,r,o,i,s,a]=t.slice(1),u=Date.parse(`${n}-${r}-${o}T${i}:${s}:${a}Z`);return Number.
isNaN(u)?void 0:u}function gm(e){return e.length===56&&/^\d+$/.test(e)}function dt(e,t){return e.length===t.length&&e<t}function Wt(e){let{date:t}=e;if(typeof t!="string"||!/^\d{4}-\d\d-\d\dT/.test(t))return;let n=Date.parse(t);return Number.isNaN(n)?void 0:n}function Kt(e,t){let n,r;for(let o of e)(o.log_id===t||dt(o.log_id,t))&&(n===void 0||dt(n.log_id,o.log_id))&&(n=o),(r===void 0||dt(o.log_id,r.log_id))&&(r=o);return n!==
void 0?{kind:"after",log:n}:r===void 0?void 0:{kind:"from",log:r}}var Qr=Date.UTC(2013,0,1);function Jn(e,t){switch(e.kind){case"beginning":return mn(Qr);case"now":return mn(t);case"time":return mn(Math.min(e.atMs,t));case"age":
return mn(t-e.ageMs);case"id":return e.id}}var fA=24*36e5,pA=mn(Qr);function wm(e,t){let n=e===pA?void 0:ne(e);return n===void 0||t===void 0?n??t:Math.max(n,t)}function vm(e,t){return t-e>fA}function Sm(e,t,n,r){
let o=mA(e,n,r);if(!(o===void 0||o<=t))return`Logs may be missing: Auth0 no longer retains what came between ${bm(t)} and ${bm(o)}, and what of it was not expor\
ted before cannot be fetched any more. See to it that the exporter never stands still for longer than the tenant's log retention, which is 1 to 30 days by plan.`}
function mA(e,t,n){let r=Kt(t,e);if(r===void 0)return n;if(!(r.kind!=="from"||!dt(e,r.log.log_id)))return ne(r.log.log_id)??Wt(r.log)}function bm(e){return new Date(
e).toISOString()}var Ni="/api/v2/logs";function vu(e,t,n){return`${e}${Ni}?from=${encodeURIComponent(t)}&take=${n}`}function xm(e,t){return`${e}${Ni}/${encodeURIComponent(t)}`}var Em=10;function Am(e,t,n=0){
let r=`date:[${new Date(t).toISOString()} TO *]`;return Hi(e,{q:r,sort:"date:1",per_page:"100",page:String(n)})}function Fi(e,t,n){let r=`date:[* TO ${new Date(
t).toISOString()}]`;return Hi(e,{q:r,sort:"date:-1",per_page:String(n),page:"0"})}function Bi(e,t){return Hi(e,{sort:"date:1",per_page:String(t),page:"0"})}function Rm(e,t){
return Hi(e,{sort:"date:-1",per_page:String(t),page:"0"})}function Hi(e,t){return`${e}${Ni}?${new URLSearchParams(t)}`}function Su(e,t,n){let r=e?.match(/<([^<>]+)>\s*;[^<]*\brel\s*=\s*"?next\b/i)?.[1];
if(r!==void 0)try{let o=new URL(r,t);return o.origin!==new URL(t).origin||o.pathname!==Ni||o.username!==""||o.password!==""?void 0:(o.searchParams.set("take",String(
n)),o)}catch{return}}function km(e,t,n,r){let o=Su(e,t,r);return o?.searchParams.get("from")===n?o.href:void 0}var hA=36e5,yA=5*6e4;function Ui(e,t){if(Di(e))return!0;let n=ne(e);return n===void 0?gm(e):t-n>hA}function _m(e){return e-yA}function Tm(e,t,n){return e.some(({
log_id:r})=>{let o=ne(r);return o!==void 0&&o<=n&&dt(t,r)})}var Om=10,gA=16e6;async function Im({origin:e,client:t,clock:n,readPage:r,findPlace:o},i,s,a){let u=!1;async function c(m,{pauseMs:g=0}){if(g>0){if(n.now()+g>=a)
return Yn("the rate limit leaves no time for it");await n.sleep(g)}let b=await t.read(m,gA,a-n.now());switch(b.status){case"logs":return{status:"found",logs:b.logs};case"\
position-refused":return Yn(`Auth0 answered ${b.statusCode} to a search`);case"too-large":return Yn("what a search found is too large");case"misconfigured":return Yn(
b.problem);case"retry":return Yn(b.reason)}}async function d(m){let g=n.now();if(m.logs.length>0||!Ui(i,g))return{status:"page",page:m};let b=_m(g),w=await c(Fi(
e,b,Om),m);if(w.status==="failed")return xu(Pm(m),`It could not be checked that Auth0 still knows the position ${i}: ${w.reason}`);if(u=Kt(w.logs,i)?.kind==="af\
ter",!Tm(w.logs,i,b))return{status:"page",page:m};let S=await r(i,a);if(!Mm(S))return S;let E=await o(i,a);return Mm(E)?bA(i):E}async function f(m){let g=wm(i,s),
b=n.now();if(u||g===void 0||!vm(g,b))return{status:"page",page:m};let w=await c(Bi(e,Om),m),E=w.status==="found"&&w.logs.length===0&&m.logs.length>0?Yn("a searc\
h found nothing, but logs came"):w;if(E.status==="failed")return xu(Pm(m),`It could not be checked that Auth0 still retains all that came after ${i}: ${E.reason}`);
let x=m.logs.length===0?b:void 0,O=Sm(i,g,E.logs,x);return O===void 0?{status:"page",page:m}:xu(m,O)}let y=await r(i,a);if(y.status!=="page")return y;let p=await d(
y.page);return p.status!=="page"||p.page.isUnconfirmed===!0?p:f(p.page)}function Yn(e){return{status:"failed",reason:e}}function Mm(e){return e.status==="page"&&
e.page.logs.length===0}function Pm(e){return e.logs.length===0?{...e,isUnconfirmed:!0}:e}function xu(e,t){return{status:"page",page:{...e,warnings:[...e.warnings??
[],t]}}}function bA(e){return{status:"retry",reason:`Auth0 gave nothing after the position ${e}, although a search finds newer logs`}}var wA=6e4;async function Cm(e,t,n,r,o,i){let s=m=>t.read(m,o,i-n.now());async function a(m){let g=[];for(let b=0;;b+=1){let w=await s(Am(e,m,b));if(w.status!==
"logs")return w;if(g.push(...w.logs),w.logs.length<100||b+1===Em||vA(g,r))return{...w,logs:g}}}let u=Math.max(0,(ne(r)??0)-wA),c=await a(u);if(c.status!=="logs")
return c;let d=Kt(c.logs,r);if(d?.kind==="after")return{status:"place",place:d,answer:c.answer};let f=await s(Fi(e,u,100));if(f.status!=="logs")return f;let{answer:y,
logs:p}=f;return{status:"place",place:Kt([...c.logs,...p],r),answer:y}}function vA(e,t){let n=Kt(e,t),r=e.at(-1);if(n===void 0||n.kind==="after"||r===void 0)return!0;
let o=ne(n.log.log_id),i=Wt(r);return o===void 0||i===void 0||i>o+1e3}function Lm(e,t){return Tt(e,t)??Dm(e,t)}function $i(e,t){let n=e.header("x-ratelimit-remaining")?.trim();if(!(n===void 0||!/^\d+$/.test(n)||Number(n)>0))return Dm(
e,t)}function Dm(e,t){let n=e.header("x-ratelimit-reset")?.trim();if(!(n===void 0||!/^\d{1,11}$/.test(n)))return Math.max(0,Number(n)*1e3-Do(e,t))}var SA=16e6,xA=[10,1],Wi=64e6,Eu={status:"retry",reason:"Auth0 does not know the position in the logs, and no other place to read on from was found"};function Fm(e,t,n){
let r,o,i;async function s(p,m){let g=r?.after===p?r.url:void 0;if(r=void 0,g!==void 0){let b=await a(100,g,p,m);if(b.read.status!=="position-refused")return b}
return a(100,vu(e,p,100),p,m)}async function a(p,m,g,b){let[w]=xA.filter(x=>x<p),S=w===void 0?Wi:SA,E=await t.read(m,S,b-n.now());return E.status!=="too-large"||
w===void 0?{read:E,take:p}:a(w,vu(e,g,w),g,b)}async function u(p,m){let{read:g,take:b}=await s(p,m);if(g.status==="too-large")return Nm(p);if(g.status!=="logs")
return g;if(g.logs.some(E=>E.log_id===p))return{status:"retry",reason:"Auth0 answered with the log that it was to continue after"};let w=g.logs.at(-1)?.log_id??
p,S=km(g.answer.header("link"),e,w,100);return r=S===void 0?void 0:{after:w,url:S},f(g.answer,{logs:g.logs,continuesAfter:w,isFull:g.logs.length>=b})}async function c(p,m){
let g=await Cm(e,t,n,p,Wi,m);if(g.status==="too-large")return Nm(p);if(g.status==="position-refused")return Eu;if(g.status!=="place")return g;let{place:b,answer:w}=g;
if(b===void 0)return f(w,{logs:[],continuesAfter:p,isFull:!1});let{log:S}=b,E=`Auth0 did not know the position ${p}; reading went on at the log ${S.log_id}, whi\
ch a search found`;if(b.kind==="after")return d(S.log_id,p,E,m);let x={logs:[S],continuesAfter:S.log_id,isFull:!0,warnings:[E]};return f(w,x)}async function d(p,m,g,b){
if(p===m)return Eu;let w=await u(p,b);if(w.status==="position-refused")return Eu;if(w.status!=="page")return w;let{page:S}=w;if(S.logs.length===0)return{status:"\
page",page:{...S,continuesAfter:m,warnings:[g]}};let E=S.logs.filter(({log_id:x})=>x!==m&&!dt(x,m));return E.length>0?{status:"page",page:{...S,logs:E,warnings:[
g]}}:(i={asked:m,reached:S.continuesAfter,warning:g},d(S.continuesAfter,m,g,b))}function f(p,m){let g=$i(p,n.now());return{status:"page",page:g===void 0?m:{...m,
pauseMs:g}}}async function y(p,m){if(i?.asked===p)return d(i.reached,p,i.warning,m);let g=await u(p,m);return g.status!=="position-refused"?g:Di(p)||o===p?c(p,m):
(o=p,{status:"retry",reason:`Auth0 refused the position after the log ${p}`})}return{timeOf:Wt,async fetchPage(p,m){let g=await y(p,n.now()+m);return!(g.status===
"page"&&g.page.logs.length===0)||!Ui(p,n.now())?g:{status:"page",page:{...g.page,isUnconfirmed:!0}}},fetchFirstPage:(p,m,g)=>Im({origin:e,client:t,clock:n,readPage:y,
findPlace:c},p,m,n.now()+g),async fetchLog(p,m){return p==="."||p===".."?{status:"gone"}:t.readOne(p,xm(e,p),Wi,m)}}}function Nm(e){return{status:"stopped",reason:`\
the log after ${e} is larger than ${Wi} bytes and cannot be read`}}function Hm(e,t){let{statusCode:n}=e;return n===200?EA(e.body):$m(n)?{status:"position-refused",statusCode:n}:Wm(e,t)}function Um(e,t,n){if($m(e.statusCode))return{
status:"gone"};if(e.statusCode!==200)return Wm(e,n);let r=jm(Vm(e.body));return r?.log_id!==t?eo("something other than the log that was asked for"):{status:"log",
log:r}}function $m(e){return e===400||e===404}function Wm(e,t){let{statusCode:n}=e;if(n===429){let i=Lm(e,t);return{status:"retry",reason:"Auth0 answered 429: t\
he rate limit of the Management API is used up",isRateLimited:!0,...i===void 0?{}:{waitMs:i}}}let r=Tt(e,t);return{status:"retry",reason:`Auth0 answered ${n} to\
 a request for logs`,...r===void 0?{}:{waitMs:r}}}function Km(e,t){return{status:"misconfigured",problem:e===403?`${t} answered 403 to a request for logs, even \
with a new token: the scope read:logs is missing. Grant read:logs of the Auth0 Management API to the application.`:`${t} answered 401 to a request for logs, eve\
n with a new token. AUTH0_DOMAIN must be the tenant's own domain, such as example.eu.auth0.com, not a custom domain.`}}function EA(e){let t=Vm(e);if(t===void 0)
return eo("a body that is not JSON");if(!Array.isArray(t))return eo("something other than a list of logs");let n=[],r=new Set;for(let o of t){let i=jm(o);if(i===
void 0)return eo("a log without an id");if(r.has(i.log_id))return eo("the same log twice in one page");r.add(i.log_id),n.push(i)}return{status:"logs",logs:n}}function Vm(e){
try{return JSON.parse(e)}catch{return}}function jm(e){if(typeof e!="object"||e===null||Array.isArray(e))return;let t=e,{log_id:n,_id:r}=t;return Bm(n)?t:Bm(r)?{
...t,log_id:r}:void 0}var AA=/^[!-~]{1,200}$/;function Bm(e){return typeof e=="string"&&AA.test(e)}function eo(e){return{status:"retry",reason:`Auth0 answered 2\
00 with ${e}`}}function Gm(e,t,n,r){return async(o,i,s,a)=>{let u=r.now()+s;async function c(){let y=await n.getToken(u-r.now());if(y.status!=="token")return y;let p=await t.send(
{method:"GET",url:o,headers:{authorization:`Bearer ${y.token}`,accept:"application/json"},timeoutMs:u-r.now(),maxResponseBytes:i,...a===void 0?{}:{onHead:a}});return p.
status!=="failed"?p:p.cause==="too-large"?{status:"too-large"}:{status:"retry",reason:p.reason}}let d=await c();if(!qm(d))return d;n.forget();let f=await c();return qm(
f)?Km(f.statusCode,e):f}}function qm(e){return e.status==="answered"&&(e.statusCode===401||e.statusCode===403)}function zm(e,t,n,r){let o=Gm(e,t,n,r);return{async read(i,s,a,u){let c=await o(i,s,a,u);if(c.status!=="answered")return c;let d=Hm(c,r.now());return d.status===
"logs"?{...d,answer:c}:d},async readOne(i,s,a,u){let c=await o(s,a,u);return c.status==="answered"?Um(c,i,r.now()):c.status!=="too-large"?c:{status:"retry",reason:`\
the log ${i} is larger than ${a} bytes`}}}}var Jm=10,Ym=16e6;function Au(e,t){async function n(r,o,i){let s=await t.read(r,Ym,o);switch(s.status){case"logs":return RA(s.logs,i);case"position-refused":return Ki(
`Auth0 answered ${s.statusCode} to a search`);case"too-large":return Ki(`Auth0 answered a search with more than ${Ym} bytes`);case"misconfigured":return Ki(s.problem);case"\
retry":return Ki(s.reason)}}return{oldest:r=>n(Bi(e,Jm),r,(o,i)=>o<i),newest:r=>n(Rm(e,Jm),r,(o,i)=>o>i)}}function RA(e,t){let[n,...r]=e;if(n===void 0)return{status:"\
none"};let o={log:n,atMs:Xm(n)};for(let i of r){let s=Xm(i);s!==void 0&&(o.atMs===void 0||t(s,o.atMs))&&(o={log:i,atMs:s})}return{status:"found",...o}}function Xm(e){
return ne(e.log_id)??Wt(e)}function Ki(e){return{status:"failed",reason:e}}function kA(e,t){return e=Math.ceil(e),t=Math.floor(t),Math.floor(Math.random()*(t-e)+e)}async function _A(e){return new Promise(t=>setTimeout(t,e))}function Zm(e,{
maxRetries:t,retryWhen:n}){let r=Math.min(10,t??3),o=0,i=async()=>{let s;if(s=await e(),(n||[429]).includes(s.status)&&o<r){o++;let a=500*Math.pow(2,o-1);a=kA(a+
1,a+250),a=Math.min(a,1e4),await _A(a),s=await i()}return s};return i()}var Vi=class extends Error{constructor(t,n,r,o){super(o),this.statusCode=t,this.body=n,this.headers=r,this.name="ResponseError"}},ji=class extends Error{constructor(){
super("The request was timed out."),this.name="TimeoutError"}},qi=class extends Error{constructor(t,n){super(n),this.cause=t,this.name="FetchError"}},Gi=class extends Error{constructor(t,n){
super(n),this.field=t,this.name="RequiredError"}};var Ne=class e{constructor(t,n,r,o){this.data=t,this.headers=n,this.status=r,this.statusText=o}static async fromResponse(t){let n=await t.json();return new e(n,
t.headers,t.status,t.statusText)}},hn=class e{constructor(t,n,r){this.headers=t,this.status=n,this.statusText=r}static async fromResponse(t){return new e(t.headers,
t.status,t.statusText)}},zi=class e{constructor(t,n,r,o){this.data=t,this.headers=n,this.status=r,this.statusText=o}static async fromResponse(t){let n=await t.text();
return new e(n,t.headers,t.status,t.statusText)}};var Ji=class{constructor(t){if(this.configuration=t,this.fetchWithTimeout=async(n,r)=>{let o=new AbortController,i=setTimeout(()=>{o.abort()},this.timeoutDuration);
try{return await this.fetchApi(n,{signal:o.signal,...r})}catch(s){throw s.name==="AbortError"?new ji:s}finally{clearTimeout(i)}},this.fetch=async(n,r)=>{var o,i;
let s={url:n,init:r};for(let c of this.middleware)c.pre&&(s=await c.pre({fetch:this.fetchWithTimeout,...s})||s);let a,u;try{a=((o=this.configuration.retry)===null||
o===void 0?void 0:o.enabled)!==!1?await Zm(()=>this.fetchWithTimeout(s.url,s.init),{...this.configuration.retry}):await this.fetchWithTimeout(s.url,s.init)}catch(c){
u=c}if(u||!a.ok){for(let c of this.middleware)c.onError&&(a=await c.onError({fetch:this.fetchWithTimeout,...s,error:u,response:a?a.clone():void 0})||a);if(a===void 0)
throw new qi(u,(i=u?.message)!==null&&i!==void 0?i:"The request failed and the interceptors did not return an alternative response")}else for(let c of this.middleware)
c.post&&(a=await c.post({fetch:this.fetchApi,...s,response:a.clone()})||a);return a},t.baseUrl===null||t.baseUrl===void 0)throw new Error("Must provide a base U\
RL for the API");if(typeof t.baseUrl!="string"||t.baseUrl.length===0)throw new Error("The provided base URL is invalid");this.middleware=t.middleware||[],this.fetchApi=
t.fetch||globalThis.fetch.bind(globalThis),this.parseError=t.parseError,this.timeoutDuration=typeof t.timeoutDuration=="number"?t.timeoutDuration:1e4}async request(t,n){
let{url:r,init:o}=await this.createFetchParams(t,n),i=await this.fetch(r,o);if(i&&i.status>=200&&i.status<300)return i;throw await this.parseError(i)}async createFetchParams(t,n){
let r=this.configuration.baseUrl+t.path;t.query!==void 0&&Object.keys(t.query).length!==0&&(r+=`?${TA(t.query)}`);let o=Object.assign({},this.configuration.headers,
t.headers);Object.keys(o).forEach(c=>o[c]===void 0?delete o[c]:{});let i=typeof n=="function"?n:async()=>n,s={method:t.method,headers:o,body:t.body,dispatcher:this.
configuration.agent},a={...s,...await i({init:s,context:t})},u={...a,body:a.body instanceof FormData||a.body instanceof URLSearchParams||a.body instanceof Blob?
a.body:JSON.stringify(a.body)};return{url:r,init:u}}};function TA(e){return Object.keys(e).map(t=>OA(t,e[t])).filter(t=>t.length>0).join("&")}function OA(e,t){if(t instanceof Array){let n=t.map(r=>encodeURIComponent(
String(r))).join(`&${encodeURIComponent(e)}=`);return`${encodeURIComponent(e)}=${n}`}return`${encodeURIComponent(e)}=${encodeURIComponent(String(t))}`}function ge(e,t){
t.forEach(n=>{if(e[n]===null||e[n]===void 0)throw new Gi(n,`Required parameter requestParameters.${n} was null or undefined.`)})}var zD=MA();function MA(){return["^/api/v2/jobs/verification-email$","^/api/v2/tickets/email-verification$","^/api/v2/tickets/password-change$","^/api/v2/organi\
zations/[^/]+/invitations$","^/api/v2/users$","^/api/v2/users/[^/]+$","^/api/v2/guardian/enrollments/ticket$"].map(t=>new RegExp(t))}var to=require("buffer");var je=new TextEncoder,be=new TextDecoder,XD=2**32;function Xn(...e){let t=e.reduce((o,{length:i})=>o+i,0),n=new Uint8Array(t),r=0;return e.forEach(o=>{n.set(o,
r),r+=o.length}),n}var Vt;function PA(e){let t=e;return t instanceof Uint8Array&&(t=be.decode(t)),t}to.Buffer.isEncoding("base64url")?Vt=e=>to.Buffer.from(e).toString("base64url"):
Vt=e=>to.Buffer.from(e).toString("base64").replace(/=/g,"").replace(/\+/g,"-").replace(/\//g,"_");var ft=e=>to.Buffer.from(PA(e),"base64");var so={};Lo(so,{JOSEAlgNotAllowed:()=>no,JOSEError:()=>X,JOSENotSupported:()=>j,JWEDecompressionFailed:()=>ku,JWEDecryptionFailed:()=>Ru,JWEInvalid:()=>_u,JWKInvalid:()=>Tu,
JWKSInvalid:()=>jt,JWKSMultipleMatchingKeys:()=>ro,JWKSNoMatchingKey:()=>yn,JWKSTimeout:()=>oo,JWSInvalid:()=>B,JWSSignatureVerificationFailed:()=>io,JWTClaimValidationFailed:()=>Fe,
JWTExpired:()=>Zn,JWTInvalid:()=>we});var X=class extends Error{static get code(){return"ERR_JOSE_GENERIC"}constructor(t){var n;super(t),this.code="ERR_JOSE_GEN\
ERIC",this.name=this.constructor.name,(n=Error.captureStackTrace)===null||n===void 0||n.call(Error,this,this.constructor)}},Fe=class extends X{static get code(){
return"ERR_JWT_CLAIM_VALIDATION_FAILED"}constructor(t,n="unspecified",r="unspecified"){super(t),this.code="ERR_JWT_CLAIM_VALIDATION_FAILED",this.claim=n,this.reason=
r}},Zn=class extends X{static get code(){return"ERR_JWT_EXPIRED"}constructor(t,n="unspecified",r="unspecified"){super(t),this.code="ERR_JWT_EXPIRED",this.claim=
n,this.reason=r}},no=class extends X{constructor(){super(...arguments),this.code="ERR_JOSE_ALG_NOT_ALLOWED"}static get code(){return"ERR_JOSE_ALG_NOT_ALLOWED"}},
j=class extends X{constructor(){super(...arguments),this.code="ERR_JOSE_NOT_SUPPORTED"}static get code(){return"ERR_JOSE_NOT_SUPPORTED"}},Ru=class extends X{constructor(){
super(...arguments),this.code="ERR_JWE_DECRYPTION_FAILED",this.message="decryption operation failed"}static get code(){return"ERR_JWE_DECRYPTION_FAILED"}},ku=class extends X{constructor(){
super(...arguments),this.code="ERR_JWE_DECOMPRESSION_FAILED",this.message="decompression operation failed"}static get code(){return"ERR_JWE_DECOMPRESSION_FAILED"}},
_u=class extends X{constructor(){super(...arguments),this.code="ERR_JWE_INVALID"}static get code(){return"ERR_JWE_INVALID"}},B=class extends X{constructor(){super(
...arguments),this.code="ERR_JWS_INVALID"}static get code(){return"ERR_JWS_INVALID"}},we=class extends X{constructor(){super(...arguments),this.code="ERR_JWT_IN\
VALID"}static get code(){return"ERR_JWT_INVALID"}},Tu=class extends X{constructor(){super(...arguments),this.code="ERR_JWK_INVALID"}static get code(){return"ERR\
_JWK_INVALID"}},jt=class extends X{constructor(){super(...arguments),this.code="ERR_JWKS_INVALID"}static get code(){return"ERR_JWKS_INVALID"}},yn=class extends X{constructor(){
super(...arguments),this.code="ERR_JWKS_NO_MATCHING_KEY",this.message="no applicable key found in the JSON Web Key Set"}static get code(){return"ERR_JWKS_NO_MAT\
CHING_KEY"}},ro=class extends X{constructor(){super(...arguments),this.code="ERR_JWKS_MULTIPLE_MATCHING_KEYS",this.message="multiple matching keys found in the \
JSON Web Key Set"}static get code(){return"ERR_JWKS_MULTIPLE_MATCHING_KEYS"}},oo=class extends X{constructor(){super(...arguments),this.code="ERR_JWKS_TIMEOUT",
this.message="request timed out"}static get code(){return"ERR_JWKS_TIMEOUT"}},io=class extends X{constructor(){super(...arguments),this.code="ERR_JWS_SIGNATURE_\
VERIFICATION_FAILED",this.message="signature verification failed"}static get code(){return"ERR_JWS_SIGNATURE_VERIFICATION_FAILED"}};var Qm=require("crypto"),Ou=P(require("util"),1),Yi=Ou.types.isKeyObject?e=>Ou.types.isKeyObject(e):e=>e!=null&&e instanceof Qm.KeyObject;var eh=P(require("crypto"),1),Mu=P(require("util"),1),CA=eh.webcrypto,Xi=CA,Qn=Mu.types.isCryptoKey?e=>Mu.types.isCryptoKey(e):e=>!1;function St(e,t="algorithm.name"){return new TypeError(`CryptoKey does not support this operation, its ${t} must be ${e}`)}function Zi(e,t){return e.name===t}function Pu(e){
return parseInt(e.name.slice(4),10)}function LA(e){switch(e){case"ES256":return"P-256";case"ES384":return"P-384";case"ES512":return"P-521";default:throw new Error(
"unreachable")}}function DA(e,t){if(t.length&&!t.some(n=>e.usages.includes(n))){let n="CryptoKey does not support this operation, its usages must include ";if(t.
length>2){let r=t.pop();n+=`one of ${t.join(", ")}, or ${r}.`}else t.length===2?n+=`one of ${t[0]} or ${t[1]}.`:n+=`${t[0]}.`;throw new TypeError(n)}}function th(e,t,...n){
switch(t){case"HS256":case"HS384":case"HS512":{if(!Zi(e.algorithm,"HMAC"))throw St("HMAC");let r=parseInt(t.slice(2),10);if(Pu(e.algorithm.hash)!==r)throw St(`S\
HA-${r}`,"algorithm.hash");break}case"RS256":case"RS384":case"RS512":{if(!Zi(e.algorithm,"RSASSA-PKCS1-v1_5"))throw St("RSASSA-PKCS1-v1_5");let r=parseInt(t.slice(
2),10);if(Pu(e.algorithm.hash)!==r)throw St(`SHA-${r}`,"algorithm.hash");break}case"PS256":case"PS384":case"PS512":{if(!Zi(e.algorithm,"RSA-PSS"))throw St("RSA-\
PSS");let r=parseInt(t.slice(2),10);if(Pu(e.algorithm.hash)!==r)throw St(`SHA-${r}`,"algorithm.hash");break}case"EdDSA":{if(e.algorithm.name!=="Ed25519"&&e.algorithm.
name!=="Ed448")throw St("Ed25519 or Ed448");break}case"ES256":case"ES384":case"ES512":{if(!Zi(e.algorithm,"ECDSA"))throw St("ECDSA");let r=LA(t);if(e.algorithm.
namedCurve!==r)throw St(r,"algorithm.namedCurve");break}default:throw new TypeError("CryptoKey does not support this operation")}DA(e,n)}function nh(e,t,...n){if(n.length>2){let r=n.pop();e+=`one of type ${n.join(", ")}, or ${r}.`}else n.length===2?e+=`one of type ${n[0]} or ${n[1]}.`:e+=`of type\
 ${n[0]}.`;return t==null?e+=` Received ${t}`:typeof t=="function"&&t.name?e+=` Received function ${t.name}`:typeof t=="object"&&t!=null&&t.constructor&&t.constructor.
name&&(e+=` Received an instance of ${t.constructor.name}`),e}var ao=(e,...t)=>nh("Key must be ",e,...t);function Iu(e,t,...n){return nh(`Key for the ${e} algor\
ithm must be `,t,...n)}var Cu=e=>Yi(e)||Qn(e),ke=["KeyObject"];(globalThis.CryptoKey||!(Xi===null||Xi===void 0)&&Xi.CryptoKey)&&ke.push("CryptoKey");var NA=(...e)=>{let t=e.filter(Boolean);if(t.length===0||t.length===1)return!0;let n;for(let r of t){let o=Object.keys(r);if(!n||n.size===0){n=new Set(o);continue}
for(let i of o){if(n.has(i))return!1;n.add(i)}}return!0},Qi=NA;function FA(e){return typeof e=="object"&&e!==null}function Ae(e){if(!FA(e)||Object.prototype.toString.call(e)!=="[object Object]")return!1;if(Object.getPrototypeOf(
e)===null)return!0;let t=e;for(;Object.getPrototypeOf(t)!==null;)t=Object.getPrototypeOf(t);return Object.getPrototypeOf(e)===t}var uo=require("buffer"),ts=require("crypto");var BA=uo.Buffer.from([42,134,72,206,61,3,1,7]),HA=uo.Buffer.from([43,129,4,0,34]),UA=uo.Buffer.from([43,129,4,0,35]),$A=uo.Buffer.from([43,129,4,0,10]),es=new WeakMap,
WA=e=>{switch(e){case"prime256v1":return"P-256";case"secp384r1":return"P-384";case"secp521r1":return"P-521";case"secp256k1":return"secp256k1";default:throw new j(
"Unsupported key curve for this operation")}},rh=(e,t)=>{var n;let r;if(Qn(e))r=ts.KeyObject.from(e);else if(Yi(e))r=e;else throw new TypeError(ao(e,...ke));if(r.
type==="secret")throw new TypeError('only "private" or "public" type keys can be used for this operation');switch(r.asymmetricKeyType){case"ed25519":case"ed448":
return`Ed${r.asymmetricKeyType.slice(2)}`;case"x25519":case"x448":return`X${r.asymmetricKeyType.slice(1)}`;case"ec":{if(es.has(r))return es.get(r);let o=(n=r.asymmetricKeyDetails)===
null||n===void 0?void 0:n.namedCurve;if(!o&&r.type==="private")o=rh((0,ts.createPublicKey)(r),!0);else if(!o){let s=r.export({format:"der",type:"spki"}),a=s[1]<
128?14:15,u=s[a],c=s.slice(a+1,a+1+u);if(c.equals(BA))o="prime256v1";else if(c.equals(HA))o="secp384r1";else if(c.equals(UA))o="secp521r1";else if(c.equals($A))
o="secp256k1";else throw new j("Unsupported key curve for this operation")}if(t)return o;let i=WA(o);return es.set(r,i),i}default:throw new TypeError("Invalid a\
symmetric key type for this operation")}};function Lu(e,t){es.set(e,t)}var oh=rh;var ns=new WeakMap,rs=(e,t)=>{let n=e.readUInt8(1);if((n&128)===0)return t===0?n:rs(e.subarray(2+n),t-1);let r=n&127;n=0;for(let o=0;o<r;o++){n<<=8;let i=e.readUInt8(
2+o);n|=i}return t===0?n:rs(e.subarray(2+n),t-1)},KA=(e,t)=>{let n=e.readUInt8(1);if((n&128)===0)return rs(e.subarray(2),t);let r=n&127;return rs(e.subarray(2+r),
t)},VA=e=>{var t,n;if(ns.has(e))return ns.get(e);let r=(n=(t=e.asymmetricKeyDetails)===null||t===void 0?void 0:t.modulusLength)!==null&&n!==void 0?n:KA(e.export(
{format:"der",type:"pkcs1"}),e.type==="private"?1:0)-1<<3;return ns.set(e,r),r},ih=(e,t)=>{ns.set(e,t)},os=(e,t)=>{if(VA(e)<2048)throw new TypeError(`${t} requi\
res key modulusLength to be 2048 bits or larger`)};var is=require("crypto"),sh=require("buffer");var ah=e=>(0,is.createPrivateKey)({key:sh.Buffer.from(e.replace(/(?:-----(?:BEGIN|END) PRIVATE KEY-----|\s)/g,""),"base64"),type:"pkcs8",format:"der"});var re=require("buffer"),qe=require("crypto");var Z=require("buffer");var jA=2,qA=3,GA=4,zA=48,Du=Z.Buffer.from([0]),ss=Z.Buffer.from([jA]),JA=Z.Buffer.from([qA]),YA=Z.Buffer.from([zA]),XA=Z.Buffer.from([GA]),qt=e=>{if(e<128)return Z.Buffer.
from([e]);let t=Z.Buffer.alloc(5);t.writeUInt32BE(e,1);let n=1;for(;t[n]===0;)n++;return t[n-1]=128|5-n,t.slice(n-1)},ZA=new Map([["P-256",Z.Buffer.from("06 08 \
2A 86 48 CE 3D 03 01 07".replace(/ /g,""),"hex")],["secp256k1",Z.Buffer.from("06 05 2B 81 04 00 0A".replace(/ /g,""),"hex")],["P-384",Z.Buffer.from("06 05 2B 81\
 04 00 22".replace(/ /g,""),"hex")],["P-521",Z.Buffer.from("06 05 2B 81 04 00 23".replace(/ /g,""),"hex")],["ecPublicKey",Z.Buffer.from("06 07 2A 86 48 CE 3D 02\
 01".replace(/ /g,""),"hex")],["X25519",Z.Buffer.from("06 03 2B 65 6E".replace(/ /g,""),"hex")],["X448",Z.Buffer.from("06 03 2B 65 6F".replace(/ /g,""),"hex")],
["Ed25519",Z.Buffer.from("06 03 2B 65 70".replace(/ /g,""),"hex")],["Ed448",Z.Buffer.from("06 03 2B 65 71".replace(/ /g,""),"hex")]]),_e=class{constructor(){this.
length=0,this.elements=[]}oidFor(t){let n=ZA.get(t);if(!n)throw new j("Invalid or unsupported OID");this.elements.push(n),this.length+=n.length}zero(){this.elements.
push(ss,Z.Buffer.from([1]),Du),this.length+=3}one(){this.elements.push(ss,Z.Buffer.from([1]),Z.Buffer.from([1])),this.length+=3}unsignedInteger(t){if(t[0]&128){
let n=qt(t.length+1);this.elements.push(ss,n,Du,t),this.length+=2+n.length+t.length}else{let n=0;for(;t[n]===0&&(t[n+1]&128)===0;)n++;let r=qt(t.length-n);this.
elements.push(ss,qt(t.length-n),t.slice(n)),this.length+=1+r.length+t.length-n}}octStr(t){let n=qt(t.length);this.elements.push(XA,qt(t.length),t),this.length+=
1+n.length+t.length}bitStr(t){let n=qt(t.length+1);this.elements.push(JA,qt(t.length+1),Du,t),this.length+=1+n.length+t.length+1}add(t){this.elements.push(t),this.
length+=t.length}end(t=YA){let n=qt(this.length);return Z.Buffer.concat([t,n,...this.elements],1+n.length+this.length)}};var[Gt,as]=process.versions.node.split(".").map(e=>parseInt(e,10)),uh=Gt>=16||Gt===15&&as>=13,gn=!("electron"in process.versions)&&(Gt>=17||Gt===16&&as>=9),wN=Gt>=
16||Gt===15&&as>=9,ch=Gt>=16||Gt===15&&as>=12;var QA=e=>{if(ch&&e.kty!=="oct")return e.d?(0,qe.createPrivateKey)({format:"jwk",key:e}):(0,qe.createPublicKey)({format:"jwk",key:e});switch(e.kty){case"oct":return(0,qe.createSecretKey)(
ft(e.k));case"RSA":{let t=new _e,n=e.d!==void 0,r=re.Buffer.from(e.n,"base64"),o=re.Buffer.from(e.e,"base64");n?(t.zero(),t.unsignedInteger(r),t.unsignedInteger(
o),t.unsignedInteger(re.Buffer.from(e.d,"base64")),t.unsignedInteger(re.Buffer.from(e.p,"base64")),t.unsignedInteger(re.Buffer.from(e.q,"base64")),t.unsignedInteger(
re.Buffer.from(e.dp,"base64")),t.unsignedInteger(re.Buffer.from(e.dq,"base64")),t.unsignedInteger(re.Buffer.from(e.qi,"base64"))):(t.unsignedInteger(r),t.unsignedInteger(
o));let s={key:t.end(),format:"der",type:"pkcs1"},a=n?(0,qe.createPrivateKey)(s):(0,qe.createPublicKey)(s);return ih(a,r.length<<3),a}case"EC":{let t=new _e,n=e.
d!==void 0,r=re.Buffer.concat([re.Buffer.alloc(1,4),re.Buffer.from(e.x,"base64"),re.Buffer.from(e.y,"base64")]);if(n){t.zero();let a=new _e;a.oidFor("ecPublicKe\
y"),a.oidFor(e.crv),t.add(a.end());let u=new _e;u.one(),u.octStr(re.Buffer.from(e.d,"base64"));let c=new _e;c.bitStr(r);let d=c.end(re.Buffer.from([161]));u.add(
d);let f=u.end(),y=new _e;y.add(f);let p=y.end(re.Buffer.from([4]));t.add(p);let m=t.end(),g=(0,qe.createPrivateKey)({key:m,format:"der",type:"pkcs8"});return Lu(
g,e.crv),g}let o=new _e;o.oidFor("ecPublicKey"),o.oidFor(e.crv),t.add(o.end()),t.bitStr(r);let i=t.end(),s=(0,qe.createPublicKey)({key:i,format:"der",type:"spki"});
return Lu(s,e.crv),s}case"OKP":{let t=new _e;if(e.d!==void 0){t.zero();let i=new _e;i.oidFor(e.crv),t.add(i.end());let s=new _e;s.octStr(re.Buffer.from(e.d,"bas\
e64"));let a=s.end(re.Buffer.from([4]));t.add(a);let u=t.end();return(0,qe.createPrivateKey)({key:u,format:"der",type:"pkcs8"})}let r=new _e;r.oidFor(e.crv),t.add(
r.end()),t.bitStr(re.Buffer.from(e.x,"base64"));let o=t.end();return(0,qe.createPublicKey)({key:o,format:"der",type:"spki"})}default:throw new j('Invalid or uns\
upported JWK "kty" (Key Type) Parameter value')}},Nu=QA;async function Fu(e,t,n){if(typeof e!="string"||e.indexOf("-----BEGIN PRIVATE KEY-----")!==0)throw new TypeError('"pkcs8" must be PKCS#8 formatted string');return ah(
e,t,n)}async function Bu(e,t,n){var r;if(!Ae(e))throw new TypeError("JWK must be an object");switch(t||(t=e.alg),e.kty){case"oct":if(typeof e.k!="string"||!e.k)
throw new TypeError('missing "k" (Key Value) Parameter value');return n??(n=e.ext!==!0),n?Nu({...e,alg:t,ext:(r=e.ext)!==null&&r!==void 0?r:!1}):ft(e.k);case"RS\
A":if(e.oth!==void 0)throw new j('RSA JWK "oth" (Other Primes Info) Parameter value is not supported');case"EC":case"OKP":return Nu({...e,alg:t});default:throw new j(
'Unsupported "kty" (Key Type) Parameter value')}}var eR=(e,t)=>{if(!(t instanceof Uint8Array)){if(!Cu(t))throw new TypeError(Iu(e,t,...ke,"Uint8Array"));if(t.type!=="secret")throw new TypeError(`${ke.join(" or\
 ")} instances for symmetric algorithms must be of type "secret"`)}},tR=(e,t,n)=>{if(!Cu(t))throw new TypeError(Iu(e,t,...ke));if(t.type==="secret")throw new TypeError(
`${ke.join(" or ")} instances for asymmetric algorithms must not be of type "secret"`);if(n==="sign"&&t.type==="public")throw new TypeError(`${ke.join(" or ")} \
instances for asymmetric algorithm signing must be of type "private"`);if(n==="decrypt"&&t.type==="public")throw new TypeError(`${ke.join(" or ")} instances for\
 asymmetric algorithm decryption must be of type "private"`);if(t.algorithm&&n==="verify"&&t.type==="private")throw new TypeError(`${ke.join(" or ")} instances \
for asymmetric algorithm verifying must be of type "public"`);if(t.algorithm&&n==="encrypt"&&t.type==="private")throw new TypeError(`${ke.join(" or ")} instance\
s for asymmetric algorithm encryption must be of type "public"`)},nR=(e,t,n)=>{e.startsWith("HS")||e==="dir"||e.startsWith("PBES2")||/^A\d{3}(?:GCM)?KW$/.test(e)?
eR(e,t):tR(e,t,n)},us=nR;function rR(e,t,n,r,o){if(o.crit!==void 0&&r.crit===void 0)throw new e('"crit" (Critical) Header Parameter MUST be integrity protected');if(!r||r.crit===void 0)
return new Set;if(!Array.isArray(r.crit)||r.crit.length===0||r.crit.some(s=>typeof s!="string"||s.length===0))throw new e('"crit" (Critical) Header Parameter MU\
ST be an array of non-empty strings when present');let i;n!==void 0?i=new Map([...Object.entries(n),...t.entries()]):i=t;for(let s of r.crit){if(!i.has(s))throw new j(
`Extension Header Parameter "${s}" is not recognized`);if(o[s]===void 0)throw new e(`Extension Header Parameter "${s}" is missing`);if(i.get(s)&&r[s]===void 0)throw new e(
`Extension Header Parameter "${s}" MUST be integrity protected`)}return new Set(r.crit)}var cs=rR;var oR=(e,t)=>{if(t!==void 0&&(!Array.isArray(t)||t.some(n=>typeof n!="string")))throw new TypeError(`"${e}" option must be an array of strings`);if(t)return new Set(
t)},dh=oR;var tr=P(require("crypto"),1),ph=require("util");function co(e){switch(e){case"PS256":case"RS256":case"ES256":case"ES256K":return"sha256";case"PS384":case"RS384":case"ES384":return"sha384";case"PS512":case"RS5\
12":case"ES512":return"sha512";case"EdDSA":return;default:throw new j(`alg ${e} is not supported either by JOSE or your javascript runtime`)}}var Hu=require("crypto");var lh={padding:Hu.constants.RSA_PKCS1_PSS_PADDING,saltLength:Hu.constants.RSA_PSS_SALTLEN_DIGEST},iR=new Map([["ES256","P-256"],["ES256K","secp256k1"],["ES384",
"P-384"],["ES512","P-521"]]);function lo(e,t){switch(e){case"EdDSA":if(!["ed25519","ed448"].includes(t.asymmetricKeyType))throw new TypeError("Invalid key for t\
his operation, its asymmetricKeyType must be ed25519 or ed448");return t;case"RS256":case"RS384":case"RS512":if(t.asymmetricKeyType!=="rsa")throw new TypeError(
"Invalid key for this operation, its asymmetricKeyType must be rsa");return os(t,e),t;case(gn&&"PS256"):case(gn&&"PS384"):case(gn&&"PS512"):if(t.asymmetricKeyType===
"rsa-pss"){let{hashAlgorithm:n,mgf1HashAlgorithm:r,saltLength:o}=t.asymmetricKeyDetails,i=parseInt(e.slice(-3),10);if(n!==void 0&&(n!==`sha${i}`||r!==n))throw new TypeError(
`Invalid key for this operation, its RSA-PSS parameters do not meet the requirements of "alg" ${e}`);if(o!==void 0&&o>i>>3)throw new TypeError(`Invalid key for \
this operation, its RSA-PSS parameter saltLength does not meet the requirements of "alg" ${e}`)}else if(t.asymmetricKeyType!=="rsa")throw new TypeError("Invalid\
 key for this operation, its asymmetricKeyType must be rsa or rsa-pss");return os(t,e),{key:t,...lh};case(!gn&&"PS256"):case(!gn&&"PS384"):case(!gn&&"PS512"):if(t.
asymmetricKeyType!=="rsa")throw new TypeError("Invalid key for this operation, its asymmetricKeyType must be rsa");return os(t,e),{key:t,...lh};case"ES256":case"\
ES256K":case"ES384":case"ES512":{if(t.asymmetricKeyType!=="ec")throw new TypeError("Invalid key for this operation, its asymmetricKeyType must be ec");let n=oh(
t),r=iR.get(e);if(n!==r)throw new TypeError(`Invalid key curve for the algorithm, its curve must be ${r}, got ${n}`);return{dsaEncoding:"ieee-p1363",key:t}}default:
throw new j(`alg ${e} is not supported either by JOSE or your javascript runtime`)}}var er=P(require("crypto"),1),fh=require("util");function Uu(e){switch(e){case"HS256":return"sha256";case"HS384":return"sha384";case"HS512":return"sha512";default:throw new j(`alg ${e} is not supported either \
by JOSE or your javascript runtime`)}}var fo=require("crypto");function po(e,t,n){if(t instanceof Uint8Array){if(!e.startsWith("HS"))throw new TypeError(ao(t,...ke));return(0,fo.createSecretKey)(t)}if(t instanceof fo.KeyObject)
return t;if(Qn(t))return th(t,e,n),fo.KeyObject.from(t);throw new TypeError(ao(t,...ke,"Uint8Array"))}var $u;er.sign.length>3?$u=(0,fh.promisify)(er.sign):$u=er.sign;var sR=async(e,t,n)=>{let r=po(e,t,"sign");if(e.startsWith("HS")){let o=er.createHmac(Uu(e),r);return o.
update(n),o.digest()}return $u(co(e),n,lo(e,r))},ds=sR;var Wu;tr.verify.length>4&&uh?Wu=(0,ph.promisify)(tr.verify):Wu=tr.verify;var aR=async(e,t,n,r)=>{let o=po(e,t,"verify");if(e.startsWith("HS")){let a=await ds(e,
o,r),u=n;try{return tr.timingSafeEqual(u,a)}catch{return!1}}let i=co(e),s=lo(e,o);try{return await Wu(i,r,s,n)}catch{return!1}},mh=aR;async function hh(e,t,n){var r;if(!Ae(e))throw new B("Flattened JWS must be an object");if(e.protected===void 0&&e.header===void 0)throw new B('Flattened JWS mu\
st have either of the "protected" or "header" members');if(e.protected!==void 0&&typeof e.protected!="string")throw new B("JWS Protected Header incorrect type");
if(e.payload===void 0)throw new B("JWS Payload missing");if(typeof e.signature!="string")throw new B("JWS Signature missing or incorrect type");if(e.header!==void 0&&
!Ae(e.header))throw new B("JWS Unprotected Header incorrect type");let o={};if(e.protected)try{let b=ft(e.protected);o=JSON.parse(be.decode(b))}catch{throw new B(
"JWS Protected Header is invalid")}if(!Qi(o,e.header))throw new B("JWS Protected and JWS Unprotected Header Parameter names must be disjoint");let i={...o,...e.
header},s=cs(B,new Map([["b64",!0]]),n?.crit,o,i),a=!0;if(s.has("b64")&&(a=o.b64,typeof a!="boolean"))throw new B('The "b64" (base64url-encode payload) Header P\
arameter must be a boolean');let{alg:u}=i;if(typeof u!="string"||!u)throw new B('JWS "alg" (Algorithm) Header Parameter missing or invalid');let c=n&&dh("algori\
thms",n.algorithms);if(c&&!c.has(u))throw new no('"alg" (Algorithm) Header Parameter not allowed');if(a){if(typeof e.payload!="string")throw new B("JWS Payload \
must be a string")}else if(typeof e.payload!="string"&&!(e.payload instanceof Uint8Array))throw new B("JWS Payload must be a string or an Uint8Array instance");
let d=!1;typeof t=="function"&&(t=await t(o,e),d=!0),us(u,t,"verify");let f=Xn(je.encode((r=e.protected)!==null&&r!==void 0?r:""),je.encode("."),typeof e.payload==
"string"?je.encode(e.payload):e.payload),y;try{y=ft(e.signature)}catch{throw new B("Failed to base64url decode the signature")}if(!await mh(u,t,y,f))throw new io;
let m;if(a)try{m=ft(e.payload)}catch{throw new B("Failed to base64url decode the payload")}else typeof e.payload=="string"?m=je.encode(e.payload):m=e.payload;let g={
payload:m};return e.protected!==void 0&&(g.protectedHeader=o),e.header!==void 0&&(g.unprotectedHeader=e.header),d?{...g,key:t}:g}async function yh(e,t,n){if(e instanceof Uint8Array&&(e=be.decode(e)),typeof e!="string")throw new B("Compact JWS must be a string or Uint8Array");let{0:r,1:o,2:i,
length:s}=e.split(".");if(s!==3)throw new B("Invalid Compact JWS");let a=await hh({payload:o,protected:r,signature:i},t,n),u={payload:a.payload,protectedHeader:a.
protectedHeader};return typeof t=="function"?{...u,key:a.key}:u}var nr=e=>Math.floor(e.getTime()/1e3);var uR=/^(\d+|\d+\.\d+) ?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|years?|yrs?|y)$/i,rr=e=>{let t=uR.exec(e);if(!t)throw new TypeError("\
Invalid time period format");let n=parseFloat(t[1]);switch(t[2].toLowerCase()){case"sec":case"secs":case"second":case"seconds":case"s":return Math.round(n);case"\
minute":case"minutes":case"min":case"mins":case"m":return Math.round(n*60);case"hour":case"hours":case"hr":case"hrs":case"h":return Math.round(n*3600);case"day":case"\
days":case"d":return Math.round(n*86400);case"week":case"weeks":case"w":return Math.round(n*604800);default:return Math.round(n*31557600)}};var gh=e=>e.toLowerCase().replace(/^application\//,""),cR=(e,t)=>typeof e=="string"?t.includes(e):Array.isArray(e)?t.some(Set.prototype.has.bind(new Set(e))):!1,
bh=(e,t,n={})=>{let{typ:r}=n;if(r&&(typeof e.typ!="string"||gh(e.typ)!==gh(r)))throw new Fe('unexpected "typ" JWT header value',"typ","check_failed");let o;try{
o=JSON.parse(be.decode(t))}catch{}if(!Ae(o))throw new we("JWT Claims Set must be a top-level JSON object");let{requiredClaims:i=[],issuer:s,subject:a,audience:u,
maxTokenAge:c}=n;c!==void 0&&i.push("iat"),u!==void 0&&i.push("aud"),a!==void 0&&i.push("sub"),s!==void 0&&i.push("iss");for(let p of new Set(i.reverse()))if(!(p in
o))throw new Fe(`missing required "${p}" claim`,p,"missing");if(s&&!(Array.isArray(s)?s:[s]).includes(o.iss))throw new Fe('unexpected "iss" claim value',"iss","\
check_failed");if(a&&o.sub!==a)throw new Fe('unexpected "sub" claim value',"sub","check_failed");if(u&&!cR(o.aud,typeof u=="string"?[u]:u))throw new Fe('unexpec\
ted "aud" claim value',"aud","check_failed");let d;switch(typeof n.clockTolerance){case"string":d=rr(n.clockTolerance);break;case"number":d=n.clockTolerance;break;case"\
undefined":d=0;break;default:throw new TypeError("Invalid clockTolerance option type")}let{currentDate:f}=n,y=nr(f||new Date);if((o.iat!==void 0||c)&&typeof o.iat!=
"number")throw new Fe('"iat" claim must be a number',"iat","invalid");if(o.nbf!==void 0){if(typeof o.nbf!="number")throw new Fe('"nbf" claim must be a number',"\
nbf","invalid");if(o.nbf>y+d)throw new Fe('"nbf" claim timestamp check failed',"nbf","check_failed")}if(o.exp!==void 0){if(typeof o.exp!="number")throw new Fe('\
"exp" claim must be a number',"exp","invalid");if(o.exp<=y-d)throw new Zn('"exp" claim timestamp check failed',"exp","check_failed")}if(c){let p=y-o.iat,m=typeof c==
"number"?c:rr(c);if(p-d>m)throw new Zn('"iat" claim timestamp check failed (too far in the past)',"iat","check_failed");if(p<0-d)throw new Fe('"iat" claim times\
tamp check failed (it should be in the past)',"iat","check_failed")}return o};async function xt(e,t,n){var r;let o=await yh(e,t,n);if(!((r=o.protectedHeader.crit)===null||r===void 0)&&r.includes("b64")&&o.protectedHeader.b64===!1)throw new we(
"JWTs MUST NOT use unencoded payload");let s={payload:bh(o.protectedHeader,o.payload,n),protectedHeader:o.protectedHeader};return typeof t=="function"?{...s,key:o.
key}:s}var ls=class{constructor(t){if(!(t instanceof Uint8Array))throw new TypeError("payload must be an instance of Uint8Array");this._payload=t}setProtectedHeader(t){
if(this._protectedHeader)throw new TypeError("setProtectedHeader can only be called once");return this._protectedHeader=t,this}setUnprotectedHeader(t){if(this._unprotectedHeader)
throw new TypeError("setUnprotectedHeader can only be called once");return this._unprotectedHeader=t,this}async sign(t,n){if(!this._protectedHeader&&!this._unprotectedHeader)
throw new B("either setProtectedHeader or setUnprotectedHeader must be called before #sign()");if(!Qi(this._protectedHeader,this._unprotectedHeader))throw new B(
"JWS Protected and JWS Unprotected Header Parameter names must be disjoint");let r={...this._protectedHeader,...this._unprotectedHeader},o=cs(B,new Map([["b64",
!0]]),n?.crit,this._protectedHeader,r),i=!0;if(o.has("b64")&&(i=this._protectedHeader.b64,typeof i!="boolean"))throw new B('The "b64" (base64url-encode payload)\
 Header Parameter must be a boolean');let{alg:s}=r;if(typeof s!="string"||!s)throw new B('JWS "alg" (Algorithm) Header Parameter missing or invalid');us(s,t,"si\
gn");let a=this._payload;i&&(a=je.encode(Vt(a)));let u;this._protectedHeader?u=je.encode(Vt(JSON.stringify(this._protectedHeader))):u=je.encode("");let c=Xn(u,je.
encode("."),a),d=await ds(s,t,c),f={signature:Vt(d),payload:""};return i&&(f.payload=be.decode(a)),this._unprotectedHeader&&(f.header=this._unprotectedHeader),this.
_protectedHeader&&(f.protected=be.decode(u)),f}};var fs=class{constructor(t){this._flattened=new ls(t)}setProtectedHeader(t){return this._flattened.setProtectedHeader(t),this}async sign(t,n){let r=await this._flattened.
sign(t,n);if(r.payload===void 0)throw new TypeError("use the flattened module for creating JWS with b64: false");return`${r.protected}.${r.payload}.${r.signature}`}};var ps=class{constructor(t){if(!Ae(t))throw new TypeError("JWT Claims Set MUST be an object");this._payload=t}setIssuer(t){return this._payload={...this._payload,
iss:t},this}setSubject(t){return this._payload={...this._payload,sub:t},this}setAudience(t){return this._payload={...this._payload,aud:t},this}setJti(t){return this.
_payload={...this._payload,jti:t},this}setNotBefore(t){return typeof t=="number"?this._payload={...this._payload,nbf:t}:this._payload={...this._payload,nbf:nr(new Date)+
rr(t)},this}setExpirationTime(t){return typeof t=="number"?this._payload={...this._payload,exp:t}:this._payload={...this._payload,exp:nr(new Date)+rr(t)},this}setIssuedAt(t){
return typeof t>"u"?this._payload={...this._payload,iat:nr(new Date)}:this._payload={...this._payload,iat:t},this}};var bn=class extends ps{setProtectedHeader(t){return this._protectedHeader=t,this}async sign(t,n){var r;let o=new fs(je.encode(JSON.stringify(this._payload)));if(o.
setProtectedHeader(this._protectedHeader),Array.isArray((r=this._protectedHeader)===null||r===void 0?void 0:r.crit)&&this._protectedHeader.crit.includes("b64")&&
this._protectedHeader.b64===!1)throw new we("JWTs MUST NOT use unencoded payload");return o.sign(t,n)}};function dR(e){switch(typeof e=="string"&&e.slice(0,2)){case"RS":case"PS":return"RSA";case"ES":return"EC";case"Ed":return"OKP";default:throw new j('Unsupported \
"alg" value for a JSON Web Key Set')}}function Ku(e){return e&&typeof e=="object"&&Array.isArray(e.keys)&&e.keys.every(lR)}function lR(e){return Ae(e)}function fR(e){
return typeof structuredClone=="function"?structuredClone(e):JSON.parse(JSON.stringify(e))}var mo=class{constructor(t){if(this._cached=new WeakMap,!Ku(t))throw new jt(
"JSON Web Key Set malformed");this._jwks=fR(t)}async getKey(t,n){let{alg:r,kid:o}={...t,...n?.header},i=dR(r),s=this._jwks.keys.filter(c=>{let d=i===c.kty;if(d&&
typeof o=="string"&&(d=o===c.kid),d&&typeof c.alg=="string"&&(d=r===c.alg),d&&typeof c.use=="string"&&(d=c.use==="sig"),d&&Array.isArray(c.key_ops)&&(d=c.key_ops.
includes("verify")),d&&r==="EdDSA"&&(d=c.crv==="Ed25519"||c.crv==="Ed448"),d)switch(r){case"ES256":d=c.crv==="P-256";break;case"ES256K":d=c.crv==="secp256k1";break;case"\
ES384":d=c.crv==="P-384";break;case"ES512":d=c.crv==="P-521";break}return d}),{0:a,length:u}=s;if(u===0)throw new yn;if(u!==1){let c=new ro,{_cached:d}=this;throw c[Symbol.
asyncIterator]=async function*(){for(let f of s)try{yield await wh(d,f,r)}catch{continue}},c}return wh(this._cached,a,r)}};async function wh(e,t,n){let r=e.get(
t)||e.set(t,{}).get(t);if(r[n]===void 0){let o=await Bu({...t,ext:!0},n);if(o instanceof Uint8Array||o.type!=="public")throw new jt("JSON Web Key Set members mu\
st be public keys");r[n]=o}return r[n]}function Vu(e){let t=new mo(e);return async function(n,r){return t.getKey(n,r)}}var vh=P(require("http"),1),Sh=P(require("https"),1),ju=require("events");var pR=async(e,t,n)=>{let r;switch(e.protocol){case"https:":r=Sh.get;break;case"http:":r=vh.get;break;default:throw new TypeError("Unsupported URL protocol.")}let{
agent:o,headers:i}=n,s=r(e.href,{agent:o,timeout:t,headers:i}),[a]=await Promise.race([(0,ju.once)(s,"response"),(0,ju.once)(s,"timeout")]);if(!a)throw s.destroy(),
new oo;if(a.statusCode!==200)throw new X("Expected 200 OK from the JSON Web Key Set HTTP response");let u=[];for await(let c of a)u.push(c);try{return JSON.parse(
be.decode(Xn(...u)))}catch{throw new X("Failed to parse the JSON Web Key Set HTTP response as JSON")}},xh=pR;function mR(){return typeof WebSocketPair<"u"||typeof navigator<"u"&&navigator.userAgent==="Cloudflare-Workers"||typeof EdgeRuntime<"u"&&EdgeRuntime==="vercel"}
var qu=class extends mo{constructor(t,n){if(super({keys:[]}),this._jwks=void 0,!(t instanceof URL))throw new TypeError("url must be an instance of URL");this._url=
new URL(t.href),this._options={agent:n?.agent,headers:n?.headers},this._timeoutDuration=typeof n?.timeoutDuration=="number"?n?.timeoutDuration:5e3,this._cooldownDuration=
typeof n?.cooldownDuration=="number"?n?.cooldownDuration:3e4,this._cacheMaxAge=typeof n?.cacheMaxAge=="number"?n?.cacheMaxAge:6e5}coolingDown(){return typeof this.
_jwksTimestamp=="number"?Date.now()<this._jwksTimestamp+this._cooldownDuration:!1}fresh(){return typeof this._jwksTimestamp=="number"?Date.now()<this._jwksTimestamp+
this._cacheMaxAge:!1}async getKey(t,n){(!this._jwks||!this.fresh())&&await this.reload();try{return await super.getKey(t,n)}catch(r){if(r instanceof yn&&this.coolingDown()===
!1)return await this.reload(),super.getKey(t,n);throw r}}async reload(){this._pendingFetch&&mR()&&(this._pendingFetch=void 0),this._pendingFetch||(this._pendingFetch=
xh(this._url,this._timeoutDuration,this._options).then(t=>{if(!Ku(t))throw new jt("JSON Web Key Set malformed");this._jwks={keys:t.keys},this._jwksTimestamp=Date.
now(),this._pendingFetch=void 0}).catch(t=>{throw this._pendingFetch=void 0,t})),await this._pendingFetch}};function Gu(e,t){let n=new qu(e,t);return async function(r,o){
return n.getKey(r,o)}}var ms={};Lo(ms,{decode:()=>ho,encode:()=>hR});var hR=Vt,ho=ft;function yo(e){let t;if(typeof e=="string"){let n=e.split(".");(n.length===3||n.length===5)&&([t]=n)}else if(typeof e=="object"&&e)if("protected"in e)t=e.protected;else
throw new TypeError("Token does not contain a Protected Header");try{if(typeof t!="string"||!t)throw new Error;let n=JSON.parse(be.decode(ho(t)));if(!Ae(n))throw new Error;
return n}catch{throw new TypeError("Invalid Token or Protected Header formatting")}}function zu(e){if(typeof e!="string")throw new we("JWTs must use Compact JWS serialization, JWT must be a string");let{1:t,length:n}=e.split(".");if(n===5)throw new we(
"Only JWTs using Compact JWS serialization can be decoded");if(n!==3)throw new we("Invalid JWT");if(!t)throw new we("JWTs must contain a payload");let r;try{r=ho(
t)}catch{throw new we("Failed to base64url decode the payload")}let o;try{o=JSON.parse(be.decode(r))}catch{throw new we("Failed to parse the decoded payload as \
JSON")}if(!Ae(o))throw new we("Invalid JWT Claims Set");return o}var ve=[];for(let e=0;e<256;++e)ve.push((e+256).toString(16).slice(1));function Ah(e,t=0){return(ve[e[t+0]]+ve[e[t+1]]+ve[e[t+2]]+ve[e[t+3]]+"-"+ve[e[t+4]]+ve[e[t+
5]]+"-"+ve[e[t+6]]+ve[e[t+7]]+"-"+ve[e[t+8]]+ve[e[t+9]]+"-"+ve[e[t+10]]+ve[e[t+11]]+ve[e[t+12]]+ve[e[t+13]]+ve[e[t+14]]+ve[e[t+15]]).toLowerCase()}var Rh=require("crypto"),ys=new Uint8Array(256),hs=ys.length;function Ju(){return hs>ys.length-16&&((0,Rh.randomFillSync)(ys),hs=0),ys.slice(hs,hs+=16)}var kh=require("crypto"),Yu={randomUUID:kh.randomUUID};function yR(e,t,n){if(Yu.randomUUID&&!t&&!e)return Yu.randomUUID();e=e||{};let r=e.random??e.rng?.()??Ju();if(r.length<16)throw new Error("Random bytes length m\
ust be >= 16");if(r[6]=r[6]&15|64,r[8]=r[8]&63|128,t){if(n=n||0,n<0||n+16>t.length)throw new RangeError(`UUID byte range ${n}:${n+15} is out of buffer bounds`);
for(let o=0;o<16;++o)t[n+o]=r[o];return t}return Ah(r)}var Xu=yR;var _h=async({payload:e,domain:t,clientId:n,clientAssertionSigningKey:r,clientAssertionSigningAlg:o,clientSecret:i,useMTLS:s})=>{let a=e.client_id||n;if(r&&!e.client_assertion){
let u=o||"RS256",c=await Fu(r,u);e.client_assertion=await new bn({}).setProtectedHeader({alg:u}).setIssuedAt().setSubject(a).setJti(Xu()).setIssuer(a).setAudience(
`https://${t}/`).setExpirationTime("2mins").sign(c),e.client_assertion_type="urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}else i&&!e.client_secret&&(e.
client_secret=i);if((!e.client_secret||e.client_secret.trim().length===0)&&(!e.client_assertion||e.client_assertion.trim().length===0)&&!s)throw new Error("The \
client_secret or client_assertion field is required, or it should be mTLS request.");return e};var Th="4.37.1";function gR(){var e;return typeof process<"u"&&(!((e=process.versions)===null||e===void 0)&&e.node)?"node":typeof navigator<"u"&&navigator.userAgent==="Cloudfla\
re-Workers"?"cloudflare-workers":typeof Deno<"u"?"deno":"unknown"}var Oh=()=>{var e,t;let n=gR();return{name:"node-auth0",version:Th,env:{[n]:(t=(e=process.version)===
null||e===void 0?void 0:e.replace("v",""))!==null&&t!==void 0?t:"unknown"}}},Mh="mtls";var gs=class{constructor(t){this.clientInfo=t.clientInfo||Oh()}async pre(t){return typeof this.clientInfo.name=="string"&&this.clientInfo.name.length>0&&(t.init.
headers={...t.init.headers,"Auth0-Client":ms.encode(JSON.stringify(this.clientInfo))}),{url:t.url,init:t.init}}};var or=class extends Error{constructor(t,n,r,o,i){super(n||t),this.error=t,this.error_description=n,this.statusCode=r,this.body=o,this.headers=i,this.name="Auth\
ApiError"}};function bR(e){let t=JSON.parse(e),n;return t.error?n=t:n={error:t.code,error_description:t.description},n}async function wR(e){let t=await e.text();
try{let n=bR(t);return new or(n.error,n.error_description,e.status,t,e.headers)}catch{return new Vi(e.status,t,e.headers,"Response returned an error code")}}var Ge=class extends Ji{constructor(t){
super({...t,baseUrl:`https://${t.domain}`,middleware:t.telemetry!==!1?[new gs(t)]:[],parseError:wR,retry:{enabled:!1,...t.retry}}),this.domain=t.domain,this.clientId=
t.clientId,this.clientSecret=t.clientSecret,this.clientAssertionSigningKey=t.clientAssertionSigningKey,this.clientAssertionSigningAlg=t.clientAssertionSigningAlg,
this.useMTLS=t.useMTLS}async addClientAuthentication(t){return _h({payload:t,domain:this.domain,clientId:this.clientId,clientSecret:this.clientSecret,clientAssertionSigningKey:this.
clientAssertionSigningKey,clientAssertionSigningAlg:this.clientAssertionSigningAlg,useMTLS:this.useMTLS})}};async function Et(e,t,{idTokenValidateOptions:n,initOverrides:r}={},o,i,s){
let a=await s({path:"/oauth/token",method:"POST",headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams({client_id:o,...t,grant_type:e})},
r),u=await Ne.fromResponse(a);return u.data.id_token&&await i.validate(u.data.id_token,n),u}var vR=(e,t)=>{let r={format:"iss_sub",iss:`https://${t.endsWith("/")?t.slice(0,-1):t}/`,sub:`${e}`};return JSON.stringify(r)},SR="urn:openid:params:grant-type:\
ciba",xR="/bc-authorize",ER="/oauth/token",bs=class extends Ge{async authorize({userId:t,...n}){let r={...n,login_hint:vR(t,this.domain),client_id:this.clientId},
o=n.requested_expiry||n.request_expiry;o&&(r.requested_expiry=o),await this.addClientAuthentication(r);let i=await this.request.bind(this)({path:xR,method:"POST",
headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams(r)},{});return(await Ne.fromResponse(i)).data}async backchannelGrant({auth_req_id:t}){
let n={client_id:this.clientId,auth_req_id:t,grant_type:SR};await this.addClientAuthentication(n);let r=await this.request.bind(this)({path:ER,method:"POST",headers:{
"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams(n)},{});return(await Ne.fromResponse(r)).data}};var ws=class extends Ge{async signUp(t,n){ge(t,["email","password","connection"]);let r=await this.request({path:"/dbconnections/signup",method:"POST",headers:{
"Content-Type":"application/json"},body:{client_id:this.clientId,...t}},n),o=await Ne.fromResponse(r);if(o.data){let i=o.data;!i.id&&(i._id||i.user_id)&&(i.id=i.
_id||i.user_id)}return o}async changePassword(t,n){ge(t,["email","connection"]);let r=await this.request({path:"/dbconnections/change_password",method:"POST",headers:{
"Content-Type":"application/json"},body:{client_id:this.clientId,...t}},n);return zi.fromResponse(r)}};var AR=60,Se=class extends Error{},ir=class{constructor({domain:t,clientId:n,clientSecret:r,agent:o,headers:i,timeoutDuration:s,idTokenSigningAlg:a="RS256",clockTolerance:u=AR}){
this.jwks=Gu(new URL(`https://${t}/.well-known/jwks.json`),{timeoutDuration:s,agent:o,headers:i}),this.alg=a,this.audience=n,this.secret=new TextEncoder().encode(
r),this.issuer=`https://${t}/`,this.clockTolerance=u}async validate(t,{nonce:n,maxAge:r,organization:o}={}){let i=this.alg==="HS256"?this.secret:this.jwks,s=yo(
t),a=zu(t);if(s.alg!=="RS256"&&s.alg!=="HS256")throw new Error(`Signature algorithm of "${s.alg}" is not supported. Expected the ID token to be signed with "RS2\
56" or "HS256".`);if(!a.iss||typeof a.iss!="string")throw new Se("Issuer (iss) claim must be a string present in the ID token");if(a.iss!==this.issuer)throw new Se(
`Issuer (iss) claim mismatch in the ID token; expected "${this.issuer}", found "${a.iss}"`);if(!a.sub||typeof a.sub!="string")throw new Se("Subject (sub) claim \
must be a string present in the ID token");if(!a.aud||!(typeof a.aud=="string"||Array.isArray(a.aud)))throw new Se("Audience (aud) claim must be a string or arr\
ay of strings present in the ID token");if(Array.isArray(a.aud)&&!a.aud.includes(this.audience))throw new Se(`Audience (aud) claim mismatch in the ID token; exp\
ected "${this.audience}" but was not one of "${a.aud.join(", ")}"`);if(typeof a.aud=="string"&&a.aud!==this.audience)throw new Se(`Audience (aud) claim mismatch\
 in the ID token; expected "${this.audience}" but found "${a.aud}"`);if(o){if(o.indexOf("org_")===0){if(!a.org_id||typeof a.org_id!="string")throw new Error("Or\
ganization Id (org_id) claim must be a string present in the ID token")}else if(!a.org_name||typeof a.org_name!="string")throw new Error("Organization Name (org\
_name) claim must be a string present in the ID token")}let u=Math.floor(Date.now()/1e3);if(!a.exp||typeof a.exp!="number")throw new Se("Expiration Time (exp) c\
laim must be a number present in the ID token");let c=a.exp+this.clockTolerance;if(u>c)throw new Se(`Expiration Time (exp) claim error in the ID token; current \
time (${u}) is after expiration time (${c})`);if(!a.iat||typeof a.iat!="number")throw new Se("Issued At (iat) claim must be a number present in the ID token");if(n||
a.nonce){if(!a.nonce||typeof a.nonce!="string")throw new Se("Nonce (nonce) claim must be a string present in the ID token");if(a.nonce!==n)throw new Se(`Nonce (\
nonce) claim mismatch in the ID token; expected "${n}", found "${a.nonce}"`)}if(Array.isArray(a.aud)&&a.aud.length>1){if(!a.azp||typeof a.azp!="string")throw new Se(
"Authorized Party (azp) claim must be a string present in the ID token when Audience (aud) claim has multiple values");if(a.azp!==this.audience)throw new Se(`Au\
thorized Party (azp) claim mismatch in the ID token; expected "${this.audience}", found "${a.azp}"`)}if(r){if(!a.auth_time||typeof a.auth_time!="number")throw new Se(
"Authentication Time (auth_time) claim must be a number present in the ID token when Max Age (max_age) is specified");let d=a.auth_time+r+this.clockTolerance;if(u>
d)throw new Se(`Authentication Time (auth_time) claim in the ID token indicates that too much time has passed since the last end-user authentication. Currrent t\
ime (${u}) is after last auth at ${d}`)}await xt(t,i,{issuer:this.issuer,audience:this.audience,clockTolerance:this.clockTolerance,maxTokenAge:r,algorithms:["HS\
256","RS256"]})}};var Zu;(function(e){e.REFRESH_TOKEN="urn:ietf:params:oauth:token-type:refresh_token",e.ACCESS_TOKEN="urn:ietf:params:oauth:token-type:access_token"})(Zu||(Zu={}));
var RR="urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token";var kR="http://auth0.com/oauth/token-type/federated-connection-access-token",_R="/oauth/token",vs=class extends Ge{constructor(t){super({...t,domain:t.useMTLS?`${Mh}\
.${t.domain}`:t.domain}),this.idTokenValidator=new ir(t)}async authorizationCodeGrant(t,n={}){return ge(t,["code"]),Et("authorization_code",await this.addClientAuthentication(
t),n,this.clientId,this.idTokenValidator,this.request.bind(this))}async authorizationCodeGrantWithPKCE(t,n={}){return ge(t,["code","code_verifier"]),Et("authori\
zation_code",await this.addClientAuthentication(t),n,this.clientId,this.idTokenValidator,this.request.bind(this))}async clientCredentialsGrant(t,n={}){return ge(
t,["audience"]),Et("client_credentials",await this.addClientAuthentication(t),n,this.clientId,this.idTokenValidator,this.request.bind(this))}async pushedAuthorization(t,n={}){
ge(t,["client_id","response_type","redirect_uri"]);let r=await this.addClientAuthentication(t),o=await this.request({path:"/oauth/par",method:"POST",headers:{"C\
ontent-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams({client_id:this.clientId,...r})},n.initOverrides);return Ne.fromResponse(o)}async passwordGrant(t,n={}){
return ge(t,["username","password"]),Et(t.realm?"http://auth0.com/oauth/grant-type/password-realm":"password",await this.addClientAuthentication(t),n,this.clientId,
this.idTokenValidator,this.request.bind(this))}async refreshTokenGrant(t,n={}){return ge(t,["refresh_token"]),Et("refresh_token",await this.addClientAuthentication(
t),n,this.clientId,this.idTokenValidator,this.request.bind(this))}async revokeRefreshToken(t,n={}){ge(t,["token"]);let r=await this.request({path:"/oauth/revoke",
method:"POST",headers:{"Content-Type":"application/json"},body:await this.addClientAuthentication({client_id:this.clientId,...t})},n.initOverrides);return hn.fromResponse(
r)}async tokenForConnection(t,n={}){ge(t,["connection","subject_token"]);let r={subject_token_type:Zu.REFRESH_TOKEN,...t,grant_type:RR,requested_token_type:kR};
await this.addClientAuthentication(r);let o=await this.request({path:_R,method:"POST",headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams(
r)},n.initOverrides);return Ne.fromResponse(o)}};var Ss=class extends Ge{constructor(t){super(t),this.idTokenValidator=new ir(t)}async sendEmail(t,n){ge(t,["email"]);let r=await this.request({path:"/passwordle\
ss/start",method:"POST",headers:{"Content-Type":"application/json"},body:await this.addClientAuthentication({client_id:this.clientId,connection:"email",...t})},
n);return hn.fromResponse(r)}async sendSMS(t,n){ge(t,["phone_number"]);let r=await this.request({path:"/passwordless/start",method:"POST",headers:{"Content-Type":"\
application/json"},body:await this.addClientAuthentication({client_id:this.clientId,connection:"sms",...t})},n);return hn.fromResponse(r)}async loginWithEmail(t,n={}){
ge(t,["email","code"]);let{email:r,code:o,...i}=t;return Et("http://auth0.com/oauth/grant-type/passwordless/otp",await this.addClientAuthentication({username:r,
otp:o,realm:"email",...i}),n,this.clientId,this.idTokenValidator,this.request.bind(this))}async loginWithSMS(t,n={}){ge(t,["phone_number","code"]);let{phone_number:r,
code:o,...i}=t;return Et("http://auth0.com/oauth/grant-type/passwordless/otp",await this.addClientAuthentication({username:r,otp:o,realm:"sms",...i}),n,this.clientId,
this.idTokenValidator,this.request.bind(this))}};var TR="urn:ietf:params:oauth:grant-type:token-exchange",OR="/oauth/token",xs=class extends Ge{async exchangeToken(t){let n={...t,grant_type:TR,client_id:this.clientId};
await this.addClientAuthentication(n);let r=await this.request({path:OR,method:"POST",headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams(
n)},{});return(await Ne.fromResponse(r)).data}};var Es=class{constructor(t){this.database=new ws(t),this.oauth=new vs(t),this.passwordless=new Ss(t),this.backchannel=new bs(t),this.tokenExchange=new xs(t)}};function Ih(e,t){let{statusCode:n,error:r}=e,o=`${t} answered ${n}${r===""?"":` ${r}`} to the request for a token`;return n===429?{status:"retry",reason:`${o}: \
too many token requests`,isRateLimited:!0,...Ph(e.waitMs)}:n===408||n>=500?{status:"retry",reason:o,...Ph(e.waitMs)}:{status:"misconfigured",problem:`${o}. ${MR(
n,r)}`}}function MR(e,t){return e===403||t==="unauthorized_client"?'The application may not use the Management API: authorise it for "Auth0 Management API" with\
 the scope read:logs, and allow it the grant type "Client Credentials".':e===401||t==="invalid_client"?"AUTH0_CLIENT_ID or AUTH0_CLIENT_SECRET is wrong, or the \
secret was rotated: enter the present ones.":"AUTH0_DOMAIN must be the tenant's own domain, such as example.eu.auth0.com, not a custom domain."}function Ph(e){return e===
void 0?{}:{waitMs:e}}var PR=12e4,IR=600,CR=1e6,Qu="auth0";function Ch(e,t,n,r){let o,i={};function s(a){o=a,i={[Qu]:n.seal(JSON.stringify(a))}}return{restore(a){let u=a[Qu];o=u===void 0?
void 0:FR(n.open(u)),i=o===void 0||u===void 0?{}:{[Qu]:u}},sealed:()=>i,forget(){o=void 0,i={}},async getToken(a){if(o!==void 0&&r.now()<o.renewAtMs)return{status:"\
token",token:o.accessToken};let u=await LR(e,t,r,a);return u.status!=="granted"?u:(s(u.token),{status:"token",token:u.token.accessToken})}}}async function LR(e,t,n,r){
let{domain:o,origin:i,clientId:s,clientSecret:a}=e,u,c,d=new Es({domain:o,clientId:s,clientSecret:a,telemetry:!1,timeoutDuration:r,fetch:async(f,y)=>{let p=await t.
send({method:"POST",url:`${i}${new URL(String(f)).pathname}`,headers:{"content-type":"application/x-www-form-urlencoded"},body:String(y?.body),timeoutMs:r,maxResponseBytes:CR});
if(p.status==="failed")throw u=p,new Error(p.reason);return c=p,new De(p.body,{status:p.statusCode})}});try{let{data:f}=await d.oauth.clientCredentialsGrant({audience:`\
https://${o}/api/v2/`}),y=DR(f,n.now());return y!==void 0?{status:"granted",token:y}:{status:"retry",reason:`${o} answered a token request without a token`}}catch(f){
if(u!==void 0)return{status:"retry",reason:u.reason};if(c===void 0||c.statusCode<400)return{status:"retry",reason:`${o} answered a token request with something \
else`};let y=Tt(c,n.now()),p=f instanceof or?NR(f.error):"";return Ih({statusCode:c.statusCode,error:p,waitMs:y},o)}}function DR(e,t){let{access_token:n,expires_in:r}=e;
if(typeof n!="string"||n===""||!/^[\x21-\x7e]+$/.test(n))return;let i=(typeof r=="number"&&Number.isFinite(r)&&r>0?r:IR)*1e3;return{accessToken:n,renewAtMs:t+i-
Math.min(PR,i/2)}}function NR(e){return typeof e=="string"&&/^[a-z_]{1,40}$/.test(e)?e:""}function FR(e){if(e!==void 0)try{let{accessToken:t,renewAtMs:n}=JSON.parse(
e);return typeof t!="string"||typeof n!="number"?void 0:{accessToken:t,renewAtMs:n}}catch{return}}function Lh(e,t,n){let r,o=!1;function i(a,u,c){let d=p=>{y.head=p,y.isWanted&&s(y,u,c)},f=e.read(a,u,c,d),y={url:a,outcome:f,isWanted:!1};return y}function s({
url:a,head:u},c,d){if(u===void 0||u.statusCode!==200||!o||$i(u,n.now())!==void 0)return;let f=Su(u.header("link"),t,100)?.href;f!==void 0&&f!==a&&(r=i(f,c,d))}return{
...e,async read(a,u,c){let d=r?.url===a?r:i(a,u,c);r=void 0,d.isWanted=!0,s(d,u,c);let f=await d.outcome;return o=f.status==="logs"&&f.logs.length>=100,f}}}var As=require("node:timers/promises");function go(){let e=Date.now()-performance.now();return{now:()=>Math.round(e+performance.now()),async sleep(t,n){await(0,As.setTimeout)(
Math.max(0,t),void 0,n===void 0?{}:{signal:n}).catch(()=>{})},turn:()=>(0,As.setImmediate)()}}function BR(e,t){let{auth0:n,startFrom:r,maxRunMs:o}=e,{clock:i}=t,{tokens:s,logs:a}=ec(e,t);return{...t,source:Fm(n.origin,Lh(a,n.origin,i),i),destinations:Dh(
e,t),toRecord:gu,tokens:s,vault:Ii(Xr(n.clientSecret,"dead letter")),startAfter:u=>Jn(r,u),maxRunMs:o}}function ec({auth0:e},{http:t,clock:n}){let r=Xr(e.clientSecret,
"auth0 token"),o=Ch(e,t,r,n);return{tokens:o,logs:zm(e.domain,t,o,n)}}function Dh({dataCollector:e,maxBatchRecords:t},{http:n,clock:r}){return[Bd(e,t,n,r)]}var Nh=Math.
random;function Rs(e,t,n){return Bh(e,t,n,Vl)}function Fh(e,t,n,r){return Bh(e,t,n,o=>Gl(o,r))}function Bh(e,t,n,r){return tc(o=>{let i=r(BR(e,o));return Ya({...o,
...e,store:t},n,i)})}var HR={minIntervalMs:3e4,maxRunMs:2e4};function ks(e,t,n){let r=go();return Ya({store:t,clock:r,random:Nh,...HR},n,{prepare:o=>o,perform:async()=>({
outcome:"misconfigured",problems:e.map(pn),...Un})})}function Hh(e,t,n){return tc(r=>{let{tokens:o,logs:i}=ec(e,r);return o.restore(t),Au(e.auth0.origin,i).oldest(
n)})}function UR(e,t){let{domain:n,origin:r}=e.auth0,{tokens:o,logs:i}=ec(e,t);return{domain:n,tokens:o,probe:Au(r,i),destinations:Dh(e,t),toRecord:gu,clock:t.clock}}
var $R=15e3;function Uh(e){return tc(t=>{let n=UR(e,t);return gd(n,t.clock.now()+$R)})}async function tc(e){let t=gi();try{return await e({http:t,clock:go(),random:Nh})}finally{
t.close()}}var $h=require("node:zlib"),Wh=(0,$h.inflateRawSync)(Buffer.from("pVhdj6s2E75/fwXSq0qbI6Ah30vUo0r9Cb082guDTeIuwdQ2m6QR/70zxoAhcHal7sXuMv6aeWbmmbFjKYR+pCIXMlDpmV\
1YnPPTWXuUyPdjEJykqAoae//PNtkuO4AkJdJ8mx/45sU7fEYkylY7+MwILzQItrvdcr8EQc4LBt/0QBnDCSRNmZmxJNss2YBEFL2w2/YkBB4T7XeHNbHfvTZsnW3YK4iTSt3dvfDbmbZhLMPVVyILXpxAtKcbtk\
S9rMixMMsiihomBD/JerWMcC18OpMo27Nt/fuFUU5eSskyJlUwwA+RWzwaYB0Ao1W0i5IewA6xBkB2YGkWOQCSNWEJ7QFcr9Zks3UB3G8SsHoE4DKJomjfA7hP6e4VJw0BjPbrZYQ4WwAPu4RmuGwIYLRdva5xWg\
9gtk6XOwfTfvJ6t3pdmj0NgFn2uj2kYwDXFAw/1PU3/1ucsExIBv+QTDP5SMQtUPwfPCYRkjIZgKROBL0/LkSeeBEvjwlJ3+1eH0S+tPgujsYFVgaILo6ZADyiXXn7NQq3nrorzS5BxX1FChUoJnlmpgSwhBP4W1\
QXEKaxJkmVE4nfqiZNath9G5AXdZyJtFLBB1c8ydlDVNr4aF3ePCVyTr3B9KMdD0SWKabjVXk7WvskobxS8aa81Rdwe7Nvt18hClaH6p2Xj1IorrkoYpLACZVmx5xlOg5eX19hrZljFxv5AY7QojR/nxDD+FscS0\
IpIg1TvAhV+gdgo+wWR3UISx+UqzIn9zjL2e2Iv4KrJGWMv44EKKIIOACqYjSRyeMJxgBrb7WErdq9I/jwVmDdnBKdm7UWlzga4YcgLOowkaSgfQQYp10ZklS82y7rMOM5aKB+qrFV79ju4i29CFFvF3vk0Sq9RU\
CMzka5aa1GDjRumDPyKTI1u+mAslRIYnza+LnT5AcGZJBWUgK0b5AV5qSJOBzs3MoG8CwBHnCmV5CPT+FBk1FsAwDXOKigb9GdI8MxwL5oX7dnfBYfmO0zmezMHCMxXuFw1RAMHJiAAhNWCzmEYiaYTU64expetp\
sCS7HYBAmakuXi2oBJivv1zCQz2dyFrEcqLSD0AHFO9TmOooObJZgyJku8LaBcn6NHf8YKg9aQx7mxIwpX2zaKMXUhjs2ilbMoQq/YOWswAyfBGXXZawQSGICgQ6P88Ay/B0w3aWwdYkD7oeY580OwhfkZP1XA4F\
AHB3uj1h0JoGVG8lMS+FKeNUrjsu9xTpQO0jPPW25oaQQcjTM8wMQOIBWCtCBSiisIW0dsdugHO4kXhnTRVzBVaJ6yYaCYqECfuxGTEMVwXW8uAm7MHQMyZUpzjjfwjEG6HXg2Ey3BWg69hYbEii1cKAK4npKqr/\
pIpZAXo3VNqvw0terQlvrRUiudWD1sDfBgMtYXJFPHdq1Cs+jU+6DxT5DkIn3v0QawDfVO0fE4riyR/IFxPkht1Mu3ejWRPwh9qOtjLjlez+D/QJUkxTqNyV9r6lmVB5StoXzBPDy5Ds+M5PrcsSpmqimZZoSigW\
7yY3SODx6SwXpbhxjTn5G7oe4JphvFKHAv5HZfSk+S0yP+CmARSMBkMKq6FCqWrGREv2C6BBnX/oUXkFgv0R5O8qNMAoQdjU6e4oQzfnr0SwzUTHXagRkCbifGhT5D4xXoe8leosWYJT9Hd2qf1eILqiYVsFHhQ8\
7h3+kwNj0qL0Bjrp90aYNk3xEKsJTVbTNdimeotO0NntJtqpHoLhMgrqQCeSnAPgiWybremBf+XXEGhcT9cuu1kwRTXUu7CyXFaao1aMjiuREycldgKord7QdATqA/p28PAXnK9T0Od9vOKClOkinVdQWeddRzZr\
vAYz3tPIMNvwnwketzkrC883jvate7I8I3S8L0LLDsuHM3MPe5DI3TuStDzrYQEHXGWU7h0mEpCfKl1X2gQaM1OzFotOfCcLAAs5gXZaV/YEL8hpHx5juCkih1hSPfzHZdiNv+Z7n8xWmHdobnhmgNYr8v0l3nMh\
fpNhUnMuNrvTmUOmhrHh2p3Ew/0GNQw+0QqMuxo4/KnJSKxe0/bkzAlaLWZ1/Th0kh47gYL2pHOAfqPMmtDBqV4cWsv4f8/JKkpdMofP/WVqCuI4KaM8dY1tVbcPWot52qcXgb97rdBtRlFs6QGTQ01SWB1HYAkD\
g4dUiYiZwy6gFez0rXIad+KsBJzQUfctBc8CseXEQhzEZ+999cecBazek0KTuN+pZduh3iM6eUFQ0LdkKW57xUXE3ZgV3xQMlZLd3FsMooO6s6v0AATqBWkpNTunuuwNLxXPqBGk4pKZHI3eYTJz/5rsyF/i9NAf\
x52WDJ8jFlFk57YBsC9XEa0aWTYZZ5m8YcVYFzb/oB9+V8tgCb5trMJTeuHkpL8c5GcWSG0Y7hsH11MKMJkX7zHxVQ3dQZKph7cFu+utlYkdwJWKDsaNPc4RDWzePgzLbgNkIbfSvT2gXNoZ+XANvRTUVGt40Hcn\
A3lLPmiDXE9zgj4TWpMRPfAoyq1hfmstT2Rtiz0hzuj+nXIqNtD5HrfcywFJyFNnsQDIPXI7yUwqbT/WA3+IUOEB78SngP40CLSt/z5j1tpv5hEDZvul4p8TLcPkL4bXvgD/s5e2duLTetUPsq7JQ2DPrFo3nHMC\
X+tz+Z1nC+evNirl5MOfENq/pa+qZILEapMFG6h06WF5LX02dovFYMtZyZKPtLCb5HOEX2k+c5AAocCs8ddn17kW769fbJxcnnvyqleXZvIyA2ZgQJ01fGiv69ytxioK/hcFfGZYYu5p6mzCuoww09E0AHUYfC8B\
zpezKDRFOSB/V2ENbTkdzGK748jmOxfWlp3w+MDZRLlpqGudnCrMbmrFbVBVbeH8M+2z5wUKYJz9UPUbLi7Xs7dfjUYQ77378=","base64")).toString();var Kh=require("node:zlib"),Vh=(0,Kh.inflateRawSync)(Buffer.from("lVZdb9s2FH3fr2CIwSALRknb7cWqEgRtig5I0gFOHzbPQ2np2iImkR5J2TUc/fddUrLlZCmyvfiDup/nnnso2jggzluVe5\
oyxrOL3Vpass00bMgv2lfJB+nhXtXw0dhaerY2qiDnYlfg8cRvKxjTGgrV1FR4tHp81HKxfjHSs273L7qVprFj+ua0UEvlqaiVbjyG2B9gjNWLMWqjfTmmrjQWQxRyO6a6qQHRQP900ejcK6PJnHm+s+Abq4lPvA\
nRJoiZXiJgWcwSjhh/8qw9RJg8irAE/wmrd9H7fDSKJ7exgf5s8LTBc2Esq8ATIGaB/n83YLcTqCD3xl5VFaPTMI4A5IxyvgumeigLQvgrj0XNMQOje1vKLy8p5WnDQGgxZ5pfrsdbrPq/ZJOn/yNdZ/w43yTkW4\
3veTs02zAv8Bnf3TX1HGyi3J286wKG6THOHx4YTgC++fc4OtA+0wmWG2YKnLeBuh+yt/BWXGWvf8avm+wN/DQM0h2NIdR7K1dsmiTJ95us1BpOV9J67HSW1GgP2cX02RYPpl2fAmZ9RUXEZp/LscLkSDLt+4Bsik\
3PcPPCd6K0Bvvp/vYGvYfCrx/xJ8fepdJDpESi2RquK4hxHx6eNIQVAnpUbmpWoLGVE2RtU1UD8rchQRx6dlSg0NnJedrzYWqEmiEjAoidrcwiEMxwUWVqKD1VCyaRxt2aPTwUvRUeVTwUj1SHYHTNJIbCJK/T/X\
FbJC4Yi4qnIccmC6CpJC9VVdyZAlyH2jK7OHSv6hUucHjIluLkHIGTiYVVJXN4H9wsaIZBNlxYTNjuCTB0/+0RvL0rO3vngixN/7yYvbpIXl2+++MsHlycOYE8HtzzAbxDTU/wP2KT89I3DoeQQj+G0QiOOY2nfj\
RC2h/z3PNWuq3OySHrHeM7b7cxsc+u5gjBRC21rJKwbKbx7IYLyORGKk8W4POSVSaXwTcpLSzELpd5iZKpDdZkLFDhov/Yo/jhdACRKJTFDqDgHTrUrMHS8PAEEvPX/nSB3IKCxoHp7BvrcnYN4NKmPbS3LIrE59\
tfpXVgUS9xXRx8tKbuJVMLGnzOSl9XKC2XdGHBlXRMQ0A0oC02kJf9rPZ527hmdbaL1uOvX1ZB4hyZb4nyDqpFQoJ8OCItEKXJj7vnLgWO7TpTraH4vAogoRRHJH83GtqUrIzSSHlP8C/BlSBf7t8nX0Vf2Jjelx\
CiuyAsLsXEJDxypEFeV2RrGlKBXAPZlBgj/A3FSJ9Q0XURIxBsHrQL4y0MFqwNptRuAzZk9mhQm0CvdAjjAA/llsxRrqsCw4URjelvfQZtSGX0EgOE4UKB/Y+JhcrIIsZbySUQb+LTgI1corIktB20Z4E86ziGa/\
qEgyjJOySDxx3fE3+tnJqrSvntBIkeKE7jUYX6340t0sT0xEQWpzmrp2bGhc8MSkTHsWG7dJ/fvLBcjS7Anm7kdtC3FKUkTDgsQ3y3iXd0iXKgeSvM5YfxFW8xexKJg3LHuBg0tSiu1/jjRjmcCdK16yO2lpcSMa\
ViH7Q9UoMyqMFz7q6Z1+FVBW+Q/s7EDZEWtTEuFAv4ozjoHFBlg44GYg6arpPQJnaUzBu3PcjrHtT9rS3Dra2fudDwqvJG41Y9BUUmhXISB1Sg2uPqd2CHTTlUM4mlx34uIeka8UizCLI5yBgzT+7m44q7wGqYYm\
4BCdI3yOgKFVEF8T+6WK1B2gjaSSblAu+BSjp8K6ghoyUuJMWj76cUOpErvPEKpnBE4t8jCezHt79NNxRIVmBdeFiMRget7JYlztgOV2NaHv0+tDQ3xfZQQVB7hKYb02iEe5S2HD9++Ac=","base64")).toString();var jh={script:Vh,style:Wh};async function qh(e,t){t.statusCode=e.status;for(let[r,o]of e.headers)r!=="set-cookie"&&t.setHeader(r,o);let n=e.headers.getSetCookie();n.length>0&&t.setHeader(
"set-cookie",n),t.end(Buffer.from(await e.arrayBuffer()))}var nc=(e,t,n)=>(r,o)=>{let i=-1;return s(0);async function s(a){if(a<=i)throw new Error("next() called multiple times");i=a;let u,c=!1,d;if(e[a]?(d=e[a][0][0],
r.req.routeIndex=a):d=a===e.length&&o||void 0,d)try{u=await d(r,()=>s(a+1))}catch(f){if(f instanceof Error&&t)r.error=f,u=await t(f,r),c=!0;else throw f}else r.
finalized===!1&&n&&(u=await n(r));return u&&(r.finalized===!1||c)&&(r.res=u),r}};var _s=(e,t)=>{try{return t(e)}catch{return e.replace(/(?:%[0-9A-Fa-f]{2})+/g,n=>{try{return t(n)}catch{return n}})}};var rc=e=>decodeURI(e.includes("%25")?e.replace(/%25/g,"%2525"):e),ic=e=>{let t=e.url,n=t.indexOf("/",t.indexOf(":")+4),r=n;for(;r<t.length;r++){let o=t.charCodeAt(
r);if(o===37){let i=t.indexOf("?",r),s=t.indexOf("#",r),a=i===-1?s===-1?void 0:s:s===-1?i:Math.min(i,s),u=t.slice(n,a),c=_s(u,rc);if(/%(?![0-9A-Fa-f]{2})/.test(
u)){let d=new URL("http://localhost");if(d.pathname=c.replace(/[\\\t\n\r]/g,encodeURIComponent),_s(d.pathname,rc)!==c)return _s(u.replace(/%(?![0-9A-Fa-f]{2})/g,
"%25"),rc)}return c}else if(o===63||o===35)break}return t.slice(n,r)};var Gh=e=>{let t=ic(e);return t.length>1&&t.at(-1)==="/"?t.slice(0,-1):t},wn=(e,t,...n)=>(n.length&&(t=wn(t,...n)),`${e?.[0]==="/"?"":"/"}${e}${t==="/"?"":`${e?.
at(-1)==="/"?"":"/"}${t?.[0]==="/"?t.slice(1):t}`}`);var sr=e=>e.indexOf("%")!==-1?_s(e,WR):e,oc=e=>(e.indexOf("+")!==-1&&(e=e.replace(/\+/g," ")),sr(e)),zh=(e,t,n)=>{let r=e.indexOf("#",8);r!==-1&&(e=e.slice(0,r));
let o;if(!n&&t&&!/[%+&=]/.test(t)){let a=e.indexOf("?",8),u=a;if(u===-1)return;for(e.startsWith(t,u+1)||(u=e.indexOf(`&${t}`,u+1));u!==-1;){let c=e.charCodeAt(u+
t.length+1);if(c===61||c===38||isNaN(c)){if(u>a&&/(?:^|&)[^=&]*[%+]/.test(e.slice(a+1,u)))break;if(c===61){let d=u+t.length+2,f=e.indexOf("&",d);return oc(e.slice(
d,f===-1?void 0:f))}return""}u=e.indexOf(`&${t}`,u+1)}if(o=/[%+]/.test(e),!o)return}let i=Object.create(null);o??=/[%+]/.test(e);let s=e.indexOf("?",8);for(;s!==
-1;){let a=e.indexOf("&",s+1),u=e.indexOf("=",s);u>a&&a!==-1&&(u=-1);let c=e.slice(s+1,u===-1?a===-1?void 0:a:u);if(o&&(c=oc(c)),s=a,c==="")continue;let d;u===-1?
d="":(d=e.slice(u+1,a===-1?void 0:a),o&&(d=oc(d))),n?(i[c]&&Array.isArray(i[c])||(i[c]=[]),i[c].push(d)):i[c]??=d}return t?i[t]:i},Jh=zh,Yh=(e,t)=>zh(e,t,!0),WR=decodeURIComponent;var Ts=Symbol();var Qh=P(Zh(),1);var ey=class{raw;#e;#r;routeIndex=0;path;bodyCache={};constructor(e,t="/",n=[[]]){this.raw=e,this.path=t,this.#r=n}param(e){return e?this.#n(e):this.#o()}#n(e){
let t=this.#r[0][this.routeIndex]?.[1][e],n=this.#i(t);return n&&sr(n)}#o(){let e={},t=Object.keys(this.#r[0][this.routeIndex]?.[1]??{});for(let n of t){let r=this.#i(
this.#r[0][this.routeIndex][1][n]);r!==void 0&&(e[n]=sr(r))}return e}#i(e){return this.#r[1]?this.#r[1][e]:e}query(e){return Jh(this.url,e)}queries(e){return Yh(
this.url,e)}header(e){if(e)return this.raw.headers.get(e)??void 0;let t=Object.create(null);return this.raw.headers.forEach((n,r)=>{t[r]=n}),t}async parseBody(e){
return(0,Qh.parseBody)(this,e)}#t=e=>{let{bodyCache:t,raw:n}=this,r=t[e];if(r)return r;for(let o in t)return t[o].then(i=>{o==="json"&&(i=JSON.stringify(i));let s=o===
"formData"?void 0:n.headers.get("content-type");return new Response(i,{headers:s?{"Content-Type":s}:void 0})[e]()});return t[e]=n[e]()};json(){return this.#t("t\
ext").then(e=>JSON.parse(e))}text(){return this.#t("text")}arrayBuffer(){return this.#t("arrayBuffer")}bytes(){return this.#t("arrayBuffer").then(e=>new Uint8Array(
e))}blob(){return this.#t("blob")}formData(){return this.#t("formData")}addValidatedData(e,t){(this.#e??={})[e]=t}valid(e){return this.#e?.[e]}get url(){return this.
raw.url}get method(){return this.raw.method}get[Ts](){return this.#r}get matchedRoutes(){return this.#r[0].map(([[,e]])=>e)}get routePath(){return this.#r[0].map(
([[,e]])=>e)[this.routeIndex].path}};var ty={Stringify:1,BeforeStream:2,Stream:3},At=(e,t)=>{let n=new String(e);return n.isEscaped=!0,n.callbacks=t,n},KR=/[&<>'"]/;var Os=(e,t)=>{let n=e.search(KR);if(n===-1){t[0]+=e;return}let r,o,i=0;for(o=n;o<e.length;o++){switch(e.charCodeAt(o)){case 34:r="&quot;";break;case 39:r="&#39\
;";break;case 38:r="&amp;";break;case 60:r="&lt;";break;case 62:r="&gt;";break;default:continue}t[0]+=e.substring(i,o)+r,i=o+1}t[0]+=e.substring(i,o)};var sc=async(e,t,n,r,o)=>{typeof e=="object"&&!(e instanceof String)&&(e instanceof Promise||(e=e.toString()),e instanceof Promise&&(e=await e));let i=e.callbacks;
if(!i?.length)return Promise.resolve(e);o?o[0]+=e:o=[e];let s=Promise.all(i.map(a=>a({phase:t,buffer:o,context:r}))).then(a=>Promise.all(a.filter(Boolean).map(u=>sc(
u,t,!1,r,o))).then(()=>o[0]));return n?At(await s,i):s};var VR="text/plain; charset=UTF-8",ac=(e,t)=>({"Content-Type":e,...t}),bo=(e,t)=>new Response(e,t),ny=class{#e;#r;env={};#n;finalized=!1;error;#o;#i;#t;#d;#u;#c;#a;#l;#f;constructor(e,t){
this.#e=e,t&&(this.#i=t.executionCtx,this.env=t.env,this.#c=t.notFoundHandler,this.#f=t.path,this.#l=t.matchResult)}get req(){return this.#r??=new ey(this.#e,this.#f,
this.#l),this.#r}get event(){if(this.#i&&"respondWith"in this.#i)return this.#i;throw Error("This context has no FetchEvent")}get executionCtx(){if(this.#i)return this.#i;
throw Error("This context has no ExecutionContext")}get res(){return this.#t||=bo(null,{headers:this.#a??=new Headers})}set res(e){if(this.#t&&e){e=bo(e.body,e);
for(let[t,n]of this.#t.headers.entries())if(t!=="content-type")if(t==="set-cookie"){let r=this.#t.headers.getSetCookie();e.headers.delete("set-cookie");for(let o of r)
e.headers.append("set-cookie",o)}else e.headers.set(t,n)}this.#t=e,this.finalized=!0}render=(...e)=>(this.#u??=t=>this.html(t),this.#u(...e));setLayout=e=>this.#d=
e;getLayout=()=>this.#d;setRenderer=e=>{this.#u=e};header=(e,t,n)=>{this.finalized&&!this.#t.bodyUsed&&(this.#t=bo(this.#t.body,this.#t));let r=this.#t?this.#t.
headers:this.#a??=new Headers;t===void 0?r.delete(e):n?.append?r.append(e,t):r.set(e,t)};status=e=>{this.#o=e};set=(e,t)=>{this.#n??=new Map,this.#n.set(e,t)};get=e=>this.#n?
this.#n.get(e):void 0;get var(){return this.#n?Object.fromEntries(this.#n):{}}#s(e,t,n){let r=this.#t?new Headers(this.#t.headers):this.#a;if(typeof t=="object"&&
t.headers){r??=new Headers;for(let[i,s]of new Headers(t.headers))i==="set-cookie"?r.append(i,s):r.set(i,s)}if(n){if(!r){let i=0;for(let s in n)if(++i>1||typeof n[s]!=
"string"){r=new Headers;break}}if(r)for(let i in n){let s=n[i];if(typeof s=="string")r.set(i,s);else{r.delete(i);for(let a of s)r.append(i,a)}}}let o=typeof t==
"number"?t:t?.status??this.#o;return bo(e,{status:o,headers:r??n})}newResponse=(...e)=>this.#s(...e);body=(e,t,n)=>this.#s(e,t,n);text=(e,t,n)=>!this.#a&&!this.#o&&
!t&&!n&&!this.finalized?new Response(e):this.#s(e,t,ac(VR,n));json=(e,t,n)=>this.#s(JSON.stringify(e),t,ac("application/json",n));html=(e,t,n)=>{let r=o=>this.#s(
o,t,ac("text/html; charset=UTF-8",n));return typeof e=="object"?sc(e,ty.Stringify,!1,{}).then(r):r(e)};redirect=(e,t)=>{let n=String(e);return this.header("Loca\
tion",/[^\x00-\xFF]/.test(n)?encodeURI(n):n),this.newResponse(null,t??302)};notFound=()=>(this.#c??=()=>bo(),this.#c(this))};var jR=e=>e.req[Ts][0].map(([[,t]])=>t),ry=(e,t)=>jR(e).at(t??e.req.routeIndex)?.path??"";var oy=["get","post","put","delete","options","patch","query"];var iy=class extends Error{};var sy="__COMPOSED_HANDLER";var dy=P(uy(),1),qR=e=>e.text("404 Not Found",404),cy=(e,t)=>{if("getResponse"in e){let n=e.getResponse();return t.newResponse(n.body,n)}return console.error(e),
t.text("Internal Server Error",500)},ly=class fy{get;post;put;delete;options;patch;query;all;on;use;router;getPath;_basePath="/";#e="/";routes=[];constructor(t={}){
[...oy,"all"].forEach(o=>{this[o]=(i,...s)=>{let a=o.toUpperCase();return typeof i=="string"?this.#e=i:this.#o(a,this.#e,i),s.forEach(u=>{this.#o(a,this.#e,u)}),
this}}),this.on=(o,i,...s)=>{for(let a of[i].flat()){this.#e=a;for(let u of[o].flat()){let c=u.toUpperCase();for(let d of s)this.#o(c,this.#e,d)}}return this},this.
use=(o,...i)=>(typeof o=="string"?this.#e=o:(this.#e="*",i.unshift(o)),i.forEach(s=>{this.#o("ALL",this.#e,s)}),this);let{strict:n,...r}=t;Object.assign(this,r),
this.getPath=n??!0?t.getPath??ic:Gh}#r(){let t=new fy({router:this.router,getPath:this.getPath});return t.errorHandler=this.errorHandler,t.#n=this.#n,t.routes=this.
routes,t}#n=qR;errorHandler=cy;route(t,n){let r=this.basePath(t);return n.routes.map(o=>{let i;n.errorHandler===cy?i=o.handler:(i=async(s,a)=>(await nc([],n.errorHandler)(
s,()=>o.handler(s,a))).res,i[sy]=o.handler),r.#o(o.method,o.path,i,o.basePath)}),this}basePath(t){let n=this.#r();return n._basePath=wn(this._basePath,t),n}onError=t=>(this.
errorHandler=t,this);notFound=t=>(this.#n=t,this);mount(t,n,r){let o,i;r&&(typeof r=="function"?i=r:(i=r.optionHandler,r.replaceRequest===!1?o=c=>c:o=r.replaceRequest));
let s=i?c=>{let d=i(c);return Array.isArray(d)?d:[d]}:c=>{let d;try{d=c.executionCtx}catch{}return[c.env,d]},a=c=>{let d=ry(c);return(0,dy.createMountedRequest)(
c,d.replace(/\/?\*$/,""),d)},u=async(c,d)=>{let f=await n(o?o(c.req.raw):a(c),...s(c));if(f)return f;await d()};return this.#o("ALL",wn(t,"*"),u),this}#o(t,n,r,o){
n=wn(this._basePath,n);let i={basePath:o!==void 0?wn(this._basePath,o):this._basePath,path:n,method:t,handler:r};this.router.add(t,n,[r,i]),this.routes.push(i)}#i(t,n){
if(t instanceof Error)return this.errorHandler(t,n);throw t}#t(t,n,r,o){if(o==="HEAD")return(async()=>new Response(null,await this.#t(t,n,r,"GET")))();let i=this.
getPath(t,{env:r}),s=this.router.match(o,i),a=new ny(t,{path:i,matchResult:s,env:r,executionCtx:n,notFoundHandler:this.#n});if(s[0].length===1){let c;try{c=s[0][0][0][0](
a,async()=>{a.res=await this.#n(a)})}catch(d){return this.#i(d,a)}return c instanceof Promise?c.then(d=>d||(a.finalized?a.res:this.#n(a))).catch(d=>this.#i(d,a)):
c??this.#n(a)}let u=nc(s[0],this.errorHandler,this.#n);return(async()=>{try{let c=await u(a);if(!c.finalized)throw new Error("Context is not finalized. Did you \
forget to return a Response object or `await next()`?");return c.res}catch(c){return this.#i(c,a)}})()}fetch=(t,...n)=>this.#t(t,n[1],n[0],t.method);request=(t,n,r,o)=>t instanceof
Request?this.fetch(n?new Request(t,n):t,r,o):(t=t.toString(),this.fetch(new Request(/^https?:\/\//.test(t)?t:`http://localhost${wn("/",t)}`,n),r,o));fire=()=>{addEventListener(
"fetch",t=>{t.respondWith(this.#t(t.request,t,void 0,t.request.method))})}};var GR=Object.create(null),py=class{name="PatternRouter";#e=[];add(e,t,n){let r=t.endsWith("/*")?"(?:$|/)":t.endsWith("*")?"":"/?$";t=t.replace(/\*$/,""),t.at(-1)===
"?"&&(t=t.slice(0,-1),this.add(e,t.replace(/\/[^/]+$/,""),n));let o=(t.match(/\/?(:\w+(?:{(?:(?:{[\d,]+})|[^}])+})?)|\/?[^\/\?]+/g)||[]).map(i=>{let s=i.match(/^\/:([^{]+)(?:{(.*)})?/);
return s?`/(?<${s[1]}>${s[2]||"[^/]+"})`:i==="/*"?"/[^/]+":i.replace(/[.\\+*[^\]$()]/g,"\\$&")});try{this.#e.push([new RegExp(`^${o.join("")}${r}`),e,n])}catch{
throw new iy}}match(e,t){let n=[];for(let r=0,o=this.#e.length;r<o;r++){let[i,s,a]=this.#e[r];if(s===e||s==="ALL"){let u=i.exec(t);u&&n.push([a,u.groups||GR])}}
return[n]}};var z=class extends ly{constructor(e={}){super(e),this.router=new py}};var my={public:{title:"Azure (public)",dataCollectorSuffix:"ods.opinsights.azure.com"},usgov:{title:"Azure US Government",dataCollectorSuffix:"ods.opinsights.az\
ure.us"},china:{title:"Azure China (21Vianet)",dataCollectorSuffix:"ods.opinsights.azure.cn"}};function uc(e){return{value:e,text:my[e].title}}var hy=[uc("publi\
c"),uc("usgov"),uc("china")];function yy(e,t){return`${t}.${my[e].dataCollectorSuffix}`}function cc(e){return e==="localhost"||e==="[::1]"||/^127(?:\.[0-9]{1,3}){3}$/.test(e)}function ar(e){if(/^[\x21-\x7e]+$/.test(e)&&/^https?:\/\/[^/\\?#@%]+(?:\/[^\\?#]*)?$/i.
test(e))try{let n=new URL(e);return n.protocol==="https:"||cc(n.hostname)?n:void 0}catch{return}}var gy="/api/logs",by={type:"text",expected:"a URL with https:// (http:// only for a loopback host), without user, ? and #",read:e=>{if(e.includes("?"))return H(
"Leave out the question mark and what follows; the API version is added.");let t=ar(e);return t===void 0?H():V(t.origin+(t.pathname==="/"?gy:t.pathname))}};function wy(e){
return`${e.endpoint??`https://${yy(e.cloud,e.workspaceId)}${gy}`}?api-version=${e.apiVersion}`}var dc={type:"text",expected:"a URL with https:// (http:// only for a loopback host), without user, ? and #",read:e=>{let t=ar(e);return t===void 0||t.pathname.
includes("//")?H():(t.pathname=t.pathname.replace(/\/$/,""),V(t))}};var zR=/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;function Ms(e){let t=e.includes("://"),n=ar(t?e:`https://${e}`);if(n===void 0||
n.pathname!=="/")return;let r=zR.test(n.hostname)&&n.hostname.length<=253&&n.port==="",o=t&&cc(n.hostname);return r||o?{host:n.host,origin:n.origin}:void 0}var vy={type:"text",expected:"a host, with or without https://, without port and path (http:// and a port only for a loopback host)",read:e=>{let t=Ms(e);return t===
void 0?H():V(t)}};function lc(e=0,t=0,n=0){let r=new Date(Date.UTC(e,t-1,n));return r.getUTCFullYear()===e&&r.getUTCMonth()===t-1&&n>=1}var JR=/^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$/;
function Sy(e){let t=JR.exec(e);if(t===null)return;let[n=0,r=0,o=0,i=0,s=0,a=0]=t.slice(1,7).map(f=>Number(f??0)),u=YR(t[8]);if(!(lc(n,r,o)&&i<24&&s<60&&a<60)||
u===void 0)return;let d=Number((t[7]??"").padEnd(3,"0").slice(0,3));return Date.UTC(n,r-1,o,i,s,a,d)-u}function YR(e="Z"){if(e==="Z")return 0;let[t=0,n=0]=e.slice(
1).split(":").map(Number),r=t*60+n;if(!(n>59||r>840))return(e.startsWith("-")?-r:r)*6e4}var xy=6e4,Ey=60*xy,Ay=24*Ey,XR=3650*Ay,ZR=Date.UTC(1970,0),QR=Date.UTC(2101,0),ek=/^(?:[0-9]{56}|[0-9a-f]{24})$/i,Ps={type:"text",expected:"beginning, now, a d\
ate or time such as 2026-11-01 or 2026-11-01T08:00:00Z (UTC unless it names a zone), an age such as 90m, 36h or 7d, or a log id of 56 digits",read:e=>e==="begin\
ning"||e==="now"?V({kind:e}):ek.test(e)?V({kind:"id",id:e}):/^[0-9]+[mhd]$/.test(e)?tk(e):nk(e)};function tk(e){let t={m:xy,h:Ey,d:Ay}[e.slice(-1)],n=Number(e.slice(
0,-1))*(t??Number.NaN);return n>0&&n<=XR?V({kind:"age",ageMs:n}):H("Give an age above zero and of at most 3650d, for example 7d.")}function nk(e){let t=Sy(e);return t===
void 0?H():t<ZR||t>=QR?H("Give a date in the years 1970 to 2100."):V({kind:"time",atMs:t})}var Ry={type:"text",expected:"the tenant's domain, with or without https:// and without a path (http:// only for a loopback host)",read:e=>{let t=Ms(e);return t===
void 0?H():V({domain:t.host,origin:t.origin})}};function fc(e,t){return{type:"text",expected:e,read:r=>t.test(r)?V(r):H()}}function pc(e,t,n){let r=i=>{if(!/^(?:0|[1-9][0-9]{0,8})$/.test(i))return H();let s=Number(
i);return s>=t&&s<=n?V(s):H()},o=`a whole number of ${e} from ${t} to ${n}`;return{type:"number",unit:e,expected:o,read:r}}function mc(e,t){let n=pc("seconds",e,
t);return{...n,read:o=>{let i=n.read(o);return i.ok?V(i.value*1e3):i}}}function _y(e){let t=r=>{let o=e.find(i=>i.value===r);return o===void 0?H():V(o.value)};return{
type:"select",expected:`one of ${e.map(r=>r.value).join(", ")}`,options:e,read:t}}var hc=fc("at most 512 visible ASCII characters without a space",/^[\x21-\x7e]{1,512}$/),
Ty={...hc,type:"password"},Oy={type:"password",expected:"a text of at most 2048 characters",read:e=>e.length<=2048?V(e):H()},My={...fc("from 16 to 512 printable\
 characters, without counting spaces at the ends",/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{16,512}$/u),type:"password"},Py={type:"text",expected:"a GUID: hexadecimal\
 digits in groups of 8-4-4-4-12",read:e=>/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(e)?V(e.toLowerCase()):H()},ky=16,Iy={type:"password",expected:`ba\
se64 of at least ${ky} bytes (a key from Azure has 88 characters)`,read:e=>e.length%4===0&&/^[A-Za-z0-9+/]+={0,2}$/.test(e)&&Buffer.from(e,"base64").length>=ky?
V(e):H("Copy it again from Azure, whole and without line breaks.")},Cy={type:"text",expected:"at most 100 letters, digits and underscores, beginning with a lett\
er, without _CL at the end",read:e=>/_CL$/i.test(e)?H("Leave _CL out at the end: Azure appends it."):/^[A-Za-z][A-Za-z0-9_]{0,99}$/.test(e)?V(e):H()},Ly={type:"\
text",expected:"a date in the form yyyy-mm-dd",read:e=>{let t=/^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(e);if(t===null)return H();let[n,r,o]=t.slice(1).map(Number);
return lc(n,r,o)?V(e):H()}},Dy=fc("an Azure resource id in ASCII without a space, beginning with /subscriptions/ and a GUID",/^\/subscriptions\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[\x21-\x7e]{1,1000}$/i);var rk=[{name:"AUTH0_DOMAIN",meaning:"The tenant's canonical domain. A custom domain does not work here.",kind:Ry,isRequired:!0,isGivenByPlatform:!0,example:"te\
nant.eu.auth0.com"},{name:"AUTH0_CLIENT_ID",meaning:"The client id of the application that may read the logs.",kind:hc,isRequired:!0,isGivenByPlatform:!0,example:"\
abcdefghijklmnopqrstuvwxyz012345"},{name:"AUTH0_CLIENT_SECRET",meaning:"The client secret of the application that may read the logs.",kind:Ty,isRequired:!0,isGivenByPlatform:!0},
{name:"LOGANALYTICS_WORKSPACEID",meaning:"The id of the Log Analytics workspace, from its page in the Azure portal.",kind:Py,isRequired:!0,example:"00000000-111\
1-2222-3333-444444444444"},{name:"LOGANALYTICS_WORKSPACEKEY",meaning:"The primary or secondary key of the workspace, from its page Agents in the Azure portal.",
kind:Iy,isRequired:!0},{name:"LOGANALYTICS_NAMESPACE",meaning:"The name of the table that gets the logs. Azure appends _CL to it.",kind:Cy,isRequired:!0,example:"\
Auth0Logs"},{name:"LOGANALYTICS_APIVERSION",meaning:"The version of the HTTP Data Collector API. Nobody needs to change it.",kind:Ly,isRequired:!1,default:"2016\
-04-01",example:"2016-04-01"},{name:"LOGANALYTICS_CLOUD",meaning:"The Azure cloud that the workspace is in.",kind:_y(hy),isRequired:!1,default:"public",example:"\
usgov"},{name:"LOGANALYTICS_ENDPOINT",meaning:"Called in place of Azure's own URL, for a proxy. Without a path, /api/logs is appended.",kind:by,isRequired:!1,example:"\
https://proxy.example.com/api/logs"},{name:"LOGANALYTICS_RESOURCEID",meaning:"The Azure resource that the logs are filed under, so that people who may read that\
 resource can query them.",kind:Dy,isRequired:!1,example:"/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/identity/providers/Microsoft.Web/si\
tes/shop"},{name:"START_FROM",meaning:"Where the first run begins; a time that is still to come counts as now. It has no effect once a run has stored how far it\
 came.",kind:Ps,isRequired:!1,default:"beginning",example:"7d"},{name:"BATCH_SIZE",meaning:"The most logs that are sent to Azure in one request.",kind:pc("logs",
1,1e4),isRequired:!1,default:"1000",example:"500"},{name:"MIN_INTERVAL_SECONDS",meaning:"How long the schedule leaves the extension alone after a run that was c\
aught up.",kind:mc(0,3600),isRequired:!1,default:"30",example:"60"},{name:"MAX_RUN_SECONDS",meaning:"How long one run may take; the next run goes on where it en\
ded.",kind:mc(5,25),isRequired:!1,default:"20",example:"15"},{name:"PAGE_PASSWORD",meaning:"A second way into the extension's page, for tenants where the dashbo\
ard's sign-in is not offered to custom extensions.",kind:My,isRequired:!1,isForPage:!0},{name:"AUTH0_RTA",meaning:"The authority that the dashboard's administra\
tors sign in with to open the page.",kind:vy,isRequired:!1,isForPage:!0,isGivenByPlatform:!0,default:"auth0.auth0.com"},{name:"PUBLIC_WT_URL",meaning:"The exten\
sion's own address, under which its page is opened.",kind:dc,isRequired:!1,isForPage:!0,isGivenByPlatform:!0,example:"https://tenant.eu.webtask.run/auth0-logs"},
{name:"WT_URL",meaning:"The extension's own address, by which Auth0 calls it when it is installed or updated. Either address stands in for the other.",kind:dc,isRequired:!1,
isForPage:!0,isGivenByPlatform:!0,example:"https://tenant.eu.webtask.run/auth0-logs"},{name:"EXTENSION_SECRET",meaning:"What Auth0 signs with when it calls an e\
xtension that is installed or updated.",kind:Oy,isRequired:!1,isForPage:!0,isGivenByPlatform:!0}],Ny=rk;var ok=2048;function ur(e){let t=Ny.map(o=>({row:o,given:sk(e,o.name)})),n=t.flatMap(({row:o,given:i})=>$t(o)?uk(i):[]);return{rows:t.map(({row:o,given:i})=>({row:o,
given:i,outcome:ik(o,i??o.default,n)})),secrets:n}}function ik(e,t,n){if(t===void 0)return e.isRequired?{status:"missing",problem:hm(e)}:{status:"not-set"};let r=ak(
e.kind.read,t);return r.ok?{status:"read",value:r.value}:{status:"wrong",problem:ym(e,t,n,r.advice)}}function sk(e,t){let n=Object.getOwnPropertyDescriptor(e,t)?.
value??void 0;if(typeof n!="string")return n;let r=n.trim();return r===""||r==="-"?void 0:r}function ak(e,t){return typeof t=="string"&&t.length<=ok?e(t):H()}function uk(e){
return["string","number","bigint"].includes(typeof e)?[String(e)]:[]}var ck=["AUTH0_DOMAIN","AUTH0_CLIENT_SECRET"];function Fy(e){let t=[],n=new Map;for(let{row:r,outcome:o}of ur(e).rows)!r.isForPage&&!ck.includes(r.name)||(o.status===
"read"&&n.set(r.name,o.value),o.status==="wrong"&&t.push(o.problem));return{settings:dk(Object.fromEntries(n)),problems:t}}function dk(e){return{baseUrl:e.PUBLIC_WT_URL??
e.WT_URL,hookUrl:e.WT_URL??e.PUBLIC_WT_URL,authority:e.AUTH0_RTA,tenantDomain:e.AUTH0_DOMAIN?.domain,clientSecret:e.AUTH0_CLIENT_SECRET,extensionSecret:e.EXTENSION_SECRET,
password:e.PAGE_PASSWORD}}var lk=5e3;async function Rt(e){let t=await e.read(lk);if(t.status==="failed")return{status:"unreadable",reason:`The state could not be read: ${t.reason}.`};let n=Nt(
t.document);return n.status==="broken"?{status:"unreadable",reason:n.reason}:{status:"state",state:n.status==="first-run"?st:n.state}}var fk=["br","hr","img","input","link","meta"];function l(e,t){if(typeof e=="function")return e(t);let{children:n,...r}=t,o=[`<${e}`];for(let[i,s]of Object.entries(
r))pk(i,s,o);return o[0]+=">",fk.includes(e)?At(o[0]):(yc(n,o),At(`${o[0]}</${e}>`))}var v=l;function _({children:e}){let t=[""];return yc(e,t),At(t[0])}function pk(e,t,n){
t==null||t===!1||(n[0]+=` ${e}="`,t!==!0&&Os(String(t),n),n[0]+='"')}function yc(e,t){if(Array.isArray(e))for(let n of e)yc(n,t);else mk(e)?t[0]+=e.toString():(typeof e==
"string"||typeof e=="number")&&Os(String(e),t)}function mk(e){return e instanceof String&&e.isEscaped===!0}var hk={good:"Good",busy:"Under way",warning:"Warning",bad:"Problem"};function U({tone:e,word:t=hk[e],children:n}){return v("div",{class:`notice ${e}`,role:e===
"bad"?"alert":void 0,children:[l("span",{class:"badge",children:t}),l("div",{children:n})]})}async function rt(e,t,n,r){let o=await Rt(e.store);return o.status==="state"?r(o.state):e.render(t,n,v(_,{children:[l("h1",{children:"The stored state cannot be\
 shown"}),l(U,{tone:"bad",children:o.reason})]}))}function Re({frame:e,path:t,class:n,busyText:r,children:o}){return v("form",{method:"post",action:e.prefix+t,class:n,"data-busy":r,children:[l("input",{type:"hi\
dden",name:"csrf",value:e.visitor?.csrfToken}),o]})}function vn(e){return e!==void 0&&Math.abs(e)<=864e13}function wo(e){return vn(e)?new Date(e).toISOString():void 0}function gc(e){return wo(e)?.replace("T"," ").
replace(/\..*/," UTC")??"an unknown time"}function kt(e){return gc(e).replace(/:\d\d UTC/," UTC")}function By(e){let[,t,n,r="",o=""]=new Date(e).toUTCString().split(
" ");return{day:`${Number(t)} ${n}`,month:`${n} ${r}`,year:r,clock:o.slice(0,5)}}function J({atMs:e}){let t=wo(e);if(t===void 0)return l("span",{children:"–"});let n=gc(e);return l("time",{datetime:t,title:n,children:n})}var yk={pause:["good","The export is paused."],resume:["good","The export goes on with the next run."],move:["good","The checkpoint was moved. The next run goes\
 on from there."],discard:["good","The dead letters were discarded."],waiting:["busy","A run is under way. It does what you asked for when it next stores its pl\
ace."],busy:["busy","A run is under way already, so no other was begun."],nothing:["warning","No dead letter was ticked."]};function cr({done:e}){let t=Object.entries(
yk).find(([o])=>o===e)?.[1];if(t===void 0)return null;let[n,r]=t;return l("div",{role:"status",children:l(U,{tone:n,children:r})})}var gk={"data-collector":"Data Collector API","logs-ingestion":"Logs Ingestion API"};function Be(e){return gk[e]}function Is(e){let[t,...n]=te.filter(r=>le(e,r)!==void 0);return t===void 0?[te[0]]:[t,...n]}function Hy(e,t,n,r){let o=le(e,t),i=Jn(n,r),s=o===void 0?void 0:ne(
o),a=ne(i),u=bk(o,i,s,a),c={destination:t,from:o,fromMs:s,after:i,toMs:a,direction:u};return u!=="back"||a===void 0?c:{...c,repeatedLogs:vk(e,t,a)}}function bk(e,t,n,r){
return e===t?"nowhere":n===void 0||r===void 0?"unknown":n===r?e!==void 0&&e>t?"back":"forward":r<n?"back":"forward"}var wk=6e4;function bc(e,t){return(ne(e)??0)>
t+wk}function vk(e,t,n){let r=0;for(let o of q(e)){let{lastExportedAtMs:i}=o;if(i!==void 0&&i<=n)return r;for(let s of o.deliveries)s.destination===t&&(r+=s.logs??
0)}}function Cs({prefix:e,state:t,asked:n,problem:r}){let o=Is(t);return v("form",{method:"get",action:`${e}/checkpoint`,children:[l("label",{for:"to",children:"Whe\
re the export should go on"}),v("p",{class:"hint",id:"to-hint",children:[l("code",{children:"beginning"}),", ",l("code",{children:"now"}),", a date or time such\
 as ",l("code",{children:"2026-11-01"})," or"," ",l("code",{children:"2026-11-01T08:00:00Z"})," (UTC unless it names a zone), an age such as"," ",l("code",{children:"\
36h"})," or ",l("code",{children:"7d"}),", or the id of a log."]}),r!==void 0&&l("p",{class:"bad",role:"alert",id:"to-problem",children:r}),l("input",{type:"tex\
t",id:"to",name:"to",value:n,required:!0,autocomplete:"off",spellcheck:!1,"aria-describedby":r===void 0?"to-hint":"to-hint to-problem"}),o.length>1&&v("fieldset",
{children:[l("legend",{children:"For which destination"}),o.map((i,s)=>v("label",{class:"choice",children:[l("input",{type:"radio",name:"destination",value:i,checked:s===
0}),Be(i)]}))]}),l("button",{type:"submit",class:"quiet",children:"Show what that means"})]})}function Uy({frame:e,state:t,done:n}){let r=n==="pause"&&t.pausedAtMs===null;return v(_,{children:[l("h1",{children:"Actions"}),l(cr,{done:r?void 0:n}),v("secti\
on",{class:"card",children:[l("h2",{children:"Run now"}),v("p",{children:["Exports what is new, at once, also while the export is paused. It takes at most as lo\
ng as"," ",l("code",{children:"MAX_RUN_SECONDS"})," says."]}),l(Re,{frame:e,path:"/run",busyText:"Running…",children:l("button",{type:"submit",children:"Run n\
ow"})})]}),v("section",{class:"card",children:[l("h2",{children:"Test the connections"}),v("p",{children:["Signs in to Auth0, reads one log, and sends one marke\
d test record to Azure: a row with the type ",l("code",{children:"exporter_test"})," in your table."]}),l(Re,{frame:e,path:"/test",busyText:"Testing…",children:l(
"button",{type:"submit",children:"Test the connections"})})]}),v("section",{class:"card",children:[l("h2",{children:"Pause and resume"}),l(Sk,{frame:e,pausedAtMs:t.
pausedAtMs})]}),v("section",{class:"card",id:"checkpoint",children:[l("h2",{children:"Move the checkpoint"}),l("p",{children:"The export goes on from another pl\
ace: earlier, to send logs once more, or later, to pass over some. You see what that means before it happens."}),l(Cs,{prefix:e.prefix,state:t})]}),v("p",{children:[
"What was done, by whom and when, stands among the"," ",l("a",{href:`${e.prefix}/runs?show=actions`,children:"runs"}),"."]})]})}function Sk({frame:e,pausedAtMs:t}){
return t!==null?v(Re,{frame:e,path:"/resume",children:[v("p",{children:["Paused since ",l(J,{atMs:t}),". Nothing is exported until you resume."]}),l("button",{type:"\
submit",children:"Resume the export"})]}):v("details",{children:[l("summary",{children:"Pause the export…"}),l("p",{children:"Nothing is exported until somebo\
dy resumes; a run under way ends. Nothing is lost meanwhile as long as Auth0 retains the logs: 1 day on the free plan, 5 on Essentials, 10 on Professional, 30 o\
n Enterprise."}),l(Re,{frame:e,path:"/pause",children:l("button",{type:"submit",class:"danger",children:"Pause now"})})]})}var xk=25e3,Ek=100,Ak=3e4,Rk=2e4,$y=5e3;async function Ls(e,t,n){let r=ht(ti,n);if(!r.success)return dr("what was asked for cannot be stored");let o=t.now()+xk;
for(;t.now()<o;){let i=await kk(e,t,r.output);if(i.status!=="conflict")return i;await t.sleep(Ek)}return dr("the state is being changed by somebody else all the\
 time; try again")}async function kk(e,t,n){let r=await e.read($y);if(r.status==="failed")return dr(`the state could not be read: ${r.reason}`);let o=Nt(r.document);
if(o.status==="broken")return dr(o.reason);let i=o.status==="first-run"?st:o.state,s={...i,requests:[...i.requests,n]},a=Dr(i.lease,t.now()),u=n.kind==="note",c=u?
Rk:Ak;if(a&&Buffer.byteLength(JSON.stringify(s.requests))>c)return dr("a run is under way, and too much is waiting for its end; try again after it");let{write:d}=await si(
f=>e.write(f,r.version,$y),a?s:an(s),0,u?0:ii);return d.status==="written"?{status:a?"waiting":"done"}:d.status==="conflict"?d:dr(`the state could not be stored\
: ${d.reason}`)}function dr(e){return{status:"failed",reason:e}}function vo(e,t){let n=Qe(e),r=n.findIndex(i=>i.runId===t),o=n[r];if(o!==void 0)return{run:o,newerId:n[r-1]?.runId,olderId:n[r+1]?.runId}}var _k=/[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/gu;function Te(e,t=300){let r=[...e.slice(0,t*4).replace(_k," ").trim()];return r.
length<=t&&e.length<=t*4?r.join(""):`${r.slice(0,t-1).join("")}…`}function lr(e){let t=Te(e,1e3);return/[.!?…]$/.test(t)||t===""?t:`${t}.`}function So(e){return e.
map(lr).join(" ")}function fr({prefix:e}){return l("p",{children:l("a",{href:`${e}/actions`,children:"Back to the actions"})})}function xo(e,t,n){let r=t.get("administrator").name;return Ls(e.store,e.clock,{...n,by:r,atMs:e.clock.now()})}async function Sn(e,t,n,r,o){let i=await xo(e,t,n);
if(i.status==="failed")return ot(e,t,i.reason);let s=i.status==="waiting"?"waiting":o;return t.redirect(`${e.prefix}${r}?done=${s}`,303)}async function Ds(e,t,{
runId:n,reason:r}){let o=await Rt(e.store);return o.status==="state"&&vo(o.state,n)!==void 0?t.redirect(`${e.prefix}/runs/${n}`,303):ot(e,t,lr(r??"the report of\
 the run could not be stored"))}function ot(e,t,n){return e.render(t,{title:"Not done",section:"actions",statusCode:409},v(_,{children:[l("h1",{children:"That c\
ould not be done"}),l(U,{tone:"bad",children:n}),l(fr,{prefix:e.prefix})]}))}function Tk({what:e,destination:t}){switch(e){case"sign-in":return"Sign in to Auth0";case"read-log":return"Read one log";case"deliver":return`Send a test record${t===
void 0?"":` to the ${Be(t)}`}`}}function Wy({prefix:e,steps:t,isNoted:n}){return v(_,{children:[l("h1",{children:"Test of the connections"}),l("ol",{class:"step\
s",children:t.map(r=>l("li",{children:v(U,{tone:r.isOk?"good":"bad",children:[l("p",{children:l("strong",{children:Tk(r)})}),l("p",{children:r.text})]})}))}),!n&&
l("p",{class:"hint",children:"The test could not be recorded in the history."}),l(fr,{prefix:e})]})}async function it(e){return e.req.header("content-type")?.split(";",1)[0]?.trim().toLowerCase()!=="application/x-www-form-urlencoded"?new URLSearchParams:new URLSearchParams(
await e.req.text())}function ze(e,t){let n=e.getAll(t);return n.length===1?n[0]:void 0}function xn({facts:e}){return l("dl",{class:"facts card",children:e.filter(([,t])=>t!==void 0).map(([t,n])=>v(_,{children:[l("dt",{children:t}),l("dd",{children:n})]}))})}function Je({id:e}){return l("span",{class:"id",title:e,children:e})}function ue(e=0){return Number.isNaN(e)?0:Math.min(1e15,Math.max(0,e))}function Y(e){return ue(e).toFixed(0).replace(/\B(?=(?:\d{3})+$)/g,",")}function L(e,t,n=`${t}\
s`){let r=Y(e);return`${r} ${r==="1"?t:n}`}function wc(e){return Vy(e,["","k","M","bn","t","q"])}function Ky(e){return Vy(e,[" B"," kB"," MB"," GB"," TB"," PB"])}
function Vy(e,t){let n=ue(e),r=0;for(;n>=999.95;r+=1)n/=1e3;return`${Ns(n)}${t[r]}`}function jy(e){let t=Math.min(100,ue(e)*100);return t>0&&t<.1?"under 0.1%":t<
9.95?`${Ns(t)}%`:t>99&&t<100?"over 99%":`${Math.round(t)}%`}function Ns(e){return e.toFixed(1).replace(".0","")}var En=1e3,Fs=60*En,Sc=60*Fs,qy=24*Sc,Ok=365.25*qy,Mk=[["second",En,90,60],["minute",Fs,90,60],["hour",Sc,48,void 0],["day",qy,730,void 0]];function Q(e){let t=ue(
e);if(t<En/2)return"less than a second";for(let[n,r,o,i]of Mk){let s=Math.round(t/r);if(s<o&&s!==i)return L(s,n)}return L(t/Ok,"year")}function Ye(e){if(e===void 0)
return"–";let t=Math.round(ue(e));if(t>0&&t<En)return`${t} ms`;if(t<9950)return`${Ns(t/En)} s`;let n=Math.round(t/En);if(n<3600)return vc(n,60,"min","s");let r=Math.
round(t/Fs);return r<2880?vc(r,60,"h","min"):vc(Math.round(t/Sc),24,"d","h")}function vc(e,t,n,r){let o=Math.floor(e/t),i=e%t;return o===0?`${i} ${r}`:`${Y(o)} ${n}${i===
0?"":` ${i} ${r}`}`}function pr(e,t){let n=t-e;return n<2*En&&n>-Fs?"just now":n>0?`${Q(n)} ago`:`in ${Q(-n)}`}var Pk={back:"warning",forward:"bad",nowhere:"good",unknown:"warning"};function Gy({frame:e,preview:t}){let{destination:n,from:r,fromMs:o,after:i,toMs:s,direction:a}=t;
return v(_,{children:[l("h1",{children:"Move the checkpoint"}),l(xn,{facts:[["Destination",Be(n)],["Now it goes on after",v(_,{children:[l(J,{atMs:o})," ",r===void 0?
"it has not begun yet":l(Je,{id:r})]})],["Then it goes on after",v(_,{children:[l(J,{atMs:s})," ",l(Je,{id:i})]})]]}),l(U,{tone:Pk[a],word:a==="forward"?"Carefu\
l":void 0,children:l(Ik,{preview:t})}),a==="nowhere"?l(fr,{prefix:e.prefix}):v(Re,{frame:e,path:"/checkpoint",class:"row",children:[l("input",{type:"hidden",name:"\
after",value:i}),l("input",{type:"hidden",name:"destination",value:n}),l("button",{type:"submit",class:a==="forward"&&"danger",children:"Move the checkpoint"}),
l("a",{class:"button quiet",href:`${e.prefix}/actions`,children:"Leave it where it is"})]})]})}function Ik({preview:e}){let{direction:t,fromMs:n,toMs:r,repeatedLogs:o,
from:i}=e,s=n===void 0||r===void 0?0:Math.abs(n-r);switch(t){case"back":return v(_,{children:[v("p",{children:["The export goes back"," ",r===Qr?"to the oldest \
log that Auth0 keeps":`by ${Q(s)}`,". What Auth0 still has of that time is sent to Azure once more: rows with the same"," ",l("code",{children:"log_id"})," stan\
d there twice, and queries have to take one of them."]}),o!==void 0&&v("p",{children:["By the history, those are at most ",L(o,"log"),"."]})]});case"forward":return v(
"p",{children:["The logs of ",Q(s)," are passed over. They never reach Azure, unless you move the checkpoint back before Auth0 deletes them."]});case"nowhere":return l(
"p",{children:"That is where the export goes on anyway. Nothing would change."});case"unknown":return i===void 0?l("p",{children:"The first run will begin there\
, whatever START_FROM says."}):l("p",{children:"The time of one of the two places cannot be told from its id. If the new one is earlier, logs are sent once more\
; if it is later, those between never reach Azure."})}}var xc={title:"Move the checkpoint",section:"actions"},zy="That is still to come. The latest place is “now”.",Ck=100,Lk=/^[!-~]{1,200}$/;function Jy(e){return new z().
get("/checkpoint",t=>rt(e,t,xc,n=>{let{to:r="",destination:o}=t.req.query(),i=r.trim().slice(0,Ck),s=y=>e.render(t,{...xc,statusCode:400},v(_,{children:[l("h1",
{children:"Move the checkpoint"}),l(Cs,{prefix:e.prefix,state:n,asked:i,problem:y})]})),a=Ps.read(i);if(!a.ok)return s(`“${i}” is no place in the logs. ${a.
advice??""}`);let{value:u}=a,c=e.clock.now();if(u.kind==="time"?u.atMs>c:bc(Jn(u,c),c))return s(zy);let d=Dk(n,o),f=Hy(n,d,u,c);return e.render(t,xc,l(Gy,{frame:e.
frameOf(t),preview:f}))})).post("/checkpoint",async t=>{let n=await it(t),r=ze(n,"after"),o=te.find(i=>i===ze(n,"destination"));return o===void 0?ot(e,t,"No des\
tination was named."):r===void 0||!Lk.test(r)?ot(e,t,"The place to go on from is not the id of a log."):bc(r,e.clock.now())?ot(e,t,zy):Sn(e,t,{kind:"move",destination:o,
after:r},"/actions","move")})}function Dk(e,t){let n=Is(e);return n.find(r=>r===t)??n[0]}var Ec={title:"Actions",section:"actions"};function Yy(e){return new z().get("/actions",t=>rt(e,t,Ec,n=>e.render(t,Ec,l(Uy,{frame:e.frameOf(t),state:n,done:t.req.
query("done")})))).post("/run",async t=>{let n=await e.work.runExport(t.get("administrator").name);return n.status==="ran"?Ds(e,t,n.report):t.redirect(`${e.prefix}\
/?done=busy`,303)}).post("/test",async t=>{let n=await e.work.testConnections(),r=n.filter(({isOk:s})=>!s).length,o=r===0?"all went well":`${r} of ${n.length} s\
teps failed`,i=await xo(e,t,{kind:"note",action:"test",detail:o});return e.render(t,{...Ec,title:"Connections"},l(Wy,{prefix:e.prefix,steps:n,isNoted:i.status!==
"failed"}))}).post("/pause",t=>Sn(e,t,{kind:"pause"},"/actions","pause")).post("/resume",t=>Sn(e,t,{kind:"resume"},"/actions","resume")).route("/",Jy(e))}function zt({label:e,columns:t,children:n}){return l("section",{class:"wide",tabindex:0,"aria-label":e,children:v("table",{children:[l("thead",{children:l("tr",
{children:t.map(([r,,o])=>l("th",{scope:"col",class:o,children:r}))})}),l("tbody",{children:n})]})})}function Jt({columns:e,item:t}){return l("tr",{children:e.map(
([,n,r])=>r==="name"?l("th",{scope:"row",children:n(t)}):l("td",{class:r,children:n(t)}))})}function mr(e){let{event:t}=jn(e);return t===e?Te(e,60)||"unknown":`${t} (${e})`}function Eo({destination:e,logId:t}){return`${e} ${t}`}function Ac(e){return e.flatMap(t=>{let n=t.indexOf(" "),r=te.find(o=>o===t.slice(0,n));return r===void 0?
[]:[{destination:r,logId:t.slice(n+1)}]})}function Nk(e){return[["Choose",Fk],["Refused",({refusedAtMs:t})=>l(J,{atMs:t})],["Record",t=>l(Bk,{letter:t,prefix:e})],["Type",({logType:t})=>mr(t)],["Reason",
({reason:t})=>t],["Log",({logId:t})=>l(Je,{id:t}),"optional"],["Destination",({destination:t})=>Be(t),"optional"]]}function Xy({frame:e,letters:t,done:n}){let r=t.
length,o=Nk(e.prefix),i=`${e.prefix}/dead-letters/confirm-discard`;return v(_,{children:[l("h1",{children:"Dead letters"}),l(cr,{done:n}),l("p",{class:"faint",children:"\
Records that Azure refused on their own while it took the others. They wait here until somebody replays them, which sends them once more, or discards them."}),r===
0?l("p",{class:"card",children:"There are none: Azure has taken every record."}):v(_,{children:[v("p",{children:[L(r,"dead letter waits","dead letters wait"),"."]}),
v(Re,{frame:e,path:"/dead-letters/replay",busyText:"Sending…",children:[l(zt,{label:"Dead letters",columns:o,children:t.map(s=>l(Jt,{columns:o,item:s}))}),v("\
div",{class:"row",children:[l("button",{type:"submit",children:"Replay the ticked"}),v("button",{type:"submit",name:"all",value:"yes",class:"quiet",children:["R\
eplay all ",r]}),l("button",{type:"submit",class:"quiet",formaction:i,children:"Discard the ticked…"}),v("button",{type:"submit",name:"all",value:"yes",class:"\
quiet",formaction:i,children:["Discard all ",r,"…"]})]})]})]})]})}function Fk(e){return l("input",{type:"checkbox",name:"letter",value:Eo(e),"aria-label":`Cho\
ose the log ${e.logId}`})}function Bk({letter:e,prefix:t}){return e.hasContent?l("button",{type:"submit",class:"quiet",name:"show",value:Eo(e),formaction:`${t}/\
dead-letters/record`,children:"Show"}):l("span",{class:"faint",children:"id only"})}function Zy({frame:e,names:t}){let{length:n}=t,r=n===1?"it":"them";return v(_,{children:[l("h1",{children:"Discard dead letters"}),v(U,{tone:"bad",word:"Careful",
children:[L(n,"record is","records are")," given up: what is kept of ",r," is deleted, and the export does not come back to ",r,". As long as Auth0 has the logs\
, they can be read there."]}),l("ul",{class:"id",children:t.map(({logId:o})=>l("li",{children:o}))}),v(Re,{frame:e,path:"/dead-letters/discard",class:"row",busyText:"\
Discarding…",children:[t.map(o=>l("input",{type:"hidden",name:"letter",value:Eo(o)})),v("button",{type:"submit",class:"danger",children:["Discard ",n===1?"it":
`all ${n}`]}),v("a",{class:"button quiet",href:`${e.prefix}/dead-letters`,children:["Keep ",r]})]})]})}function Hk(e){try{return JSON.stringify(JSON.parse(e),null,2)}catch{return e}}function Qy({prefix:e,letter:t,record:n}){return v(_,{children:[l("h1",{children:"\
A record that was refused"}),l(xn,{facts:[["Log",l(Je,{id:t.logId})],["Type",mr(t.logType)],["Refused by",Be(t.destination)],["Refused",l(J,{atMs:t.refusedAtMs})],
["Reason",t.reason]]}),n===void 0?l(U,{tone:"warning",children:"The record cannot be opened: only the id is kept, or AUTH0_CLIENT_SECRET was changed since. A re\
play reads the log from Auth0 once more."}):v(_,{children:[l("h2",{children:"The record as it was sent"}),l("pre",{tabindex:0,children:Hk(n)})]}),l("p",{children:l(
"a",{href:`${e}/dead-letters`,children:"Back to the dead letters"})})]})}var Bs={title:"Dead letters",section:"dead-letters"};function eg(e){async function t(n,r){let o=await Rt(e.store);if(o.status==="unreadable")return ot(e,n,o.reason);
let i=await it(n),s=i.get("all")==="yes",a=Ac(i.getAll("letter")),u=o.state.deadLetters.filter(c=>s||a.some(d=>Ot(d,c))).map(({logId:c,destination:d})=>({logId:c,
destination:d}));return u.length>0?r(u):n.redirect(`${e.prefix}/dead-letters?done=nothing`,303)}return new z().get("/dead-letters",n=>rt(e,n,Bs,r=>e.render(n,Bs,
l(Xy,{frame:e.frameOf(n),letters:gl(r),done:n.req.query("done")})))).post("/dead-letters/record",async n=>{let r=await Rt(e.store);if(r.status==="unreadable")return ot(
e,n,r.reason);let[o]=Ac((await it(n)).getAll("show")),i=o&&r.state.deadLetters.find(u=>Ot(u,o));if(i===void 0)return ot(e,n,"That dead letter is not there any m\
ore.");let s=await xo(e,n,{kind:"note",action:"view",detail:`the record of the log ${i.logId}`.slice(0,200)});if(s.status==="failed")return ot(e,n,s.reason);let a=e.
work.openDeadLetter(i);return e.render(n,{...Bs,title:"Record"},l(Qy,{prefix:e.prefix,letter:i,record:a}))}).post("/dead-letters/replay",n=>t(n,async r=>{let o=await e.
work.runReplay(n.get("administrator").name,r);return o.status==="ran"?Ds(e,n,o.report):n.redirect(`${e.prefix}/dead-letters?done=busy`,303)})).post("/dead-lette\
rs/confirm-discard",n=>t(n,r=>e.render(n,{...Bs,title:"Discard dead letters"},l(Zy,{frame:e.frameOf(n),names:r})))).post("/dead-letters/discard",n=>t(n,r=>Sn(e,
n,{kind:"discard",deadLetters:r},"/dead-letters","discard")))}var Uk=60;async function tg(e,{secret:t,issuer:n,audience:r},o){let i=/^Bearer ([\w.-]+)$/i.exec(e??"")?.[1];if(!i||!t||!n||!r)return!1;try{return await xt(i,new TextEncoder().
encode(t),{algorithms:["HS256"],issuer:n,audience:r,clockTolerance:Uk,currentDate:new Date(o.now())}),!0}catch{return!1}}var ng="/.extensions/on-install",rg="/.extensions/on-update",$k="Auth0";function og({store:e,clock:t},n){let{extensionSecret:r,tenantDomain:o,hookUrl:i}=n;async function s(u,c){
let d=o===void 0?void 0:`https://${o}`,f=i===void 0?void 0:i.origin+i.pathname.replace(/\/$/,"")+c;return tg(u,{secret:r,issuer:d,audience:f},t)}async function a(u){
await Ls(e,t,{kind:"note",action:u,detail:"",by:$k,atMs:t.now()})}return new z().post(ng,async u=>await s(u.req.header("authorization"),ng)?(await a("install"),
u.body(null,204)):u.text(`not allowed
`,401)).put(rg,async u=>await s(u.req.header("authorization"),rg)?(await a("update"),u.body(null,204)):u.text(`not allowed
`,401))}var ig=require("node:crypto");function sg(){return(0,ig.randomBytes)(16).toString("base64url")}function Wk(e){return["default-src 'none'",`script-src 'nonce-${e}\
'`,`style-src 'nonce-${e}'`,"img-src data:","connect-src 'self'","form-action 'self'","base-uri 'none'","frame-ancestors 'none'"].join("; ")}function ag(e,t){let n=new Headers(
e.headers);return n.set("content-security-policy",Wk(t)),n.set("cache-control","no-store"),n.set("x-content-type-options","nosniff"),n.set("x-frame-options","DE\
NY"),n.set("referrer-policy","same-origin"),n.set("cross-origin-opener-policy","same-origin"),n.set("cross-origin-resource-policy","same-origin"),n.set("permiss\
ions-policy","camera=(), geolocation=(), microphone=()"),new Response(e.body,{status:e.status,headers:n})}var Kk=[["overview","/","Overview"],["runs","/runs","Runs"],["dead-letters","/dead-letters","Dead letters"],["actions","/actions","Actions"],["settings","/setti\
ngs","Settings"]];function ug({frame:e,title:t,section:n,isLive:r,children:o}){let{prefix:i,nonce:s,style:a,visitor:u}=e;return v(_,{children:[At("<!doctype htm\
l>"),v("html",{lang:"en",children:[v("head",{children:[l("meta",{charset:"utf-8"}),l("meta",{name:"viewport",content:"width=device-width, initial-scale=1"}),l("\
meta",{name:"color-scheme",content:"light dark"}),l("title",{children:`${t} · Auth0 logs to Azure`}),l("link",{rel:"icon",href:"data:,"}),l("style",{nonce:s,children:At(
a)}),u!==void 0&&l("script",{nonce:s,src:`${i}/page.js`,defer:!0})]}),v("body",{"data-live":r,children:[l("a",{class:"skip",href:"#content",children:"Skip to th\
e content"}),v("header",{class:"top",children:[l("p",{class:"brand",children:"Auth0 logs to Azure"}),u!==void 0&&v(_,{children:[l("nav",{"aria-label":"Pages",children:Kk.
map(([c,d,f])=>l("a",{href:i+d,"aria-current":c===n&&"page",children:f}))}),v("div",{class:"visitor",children:[l("span",{children:u.administrator.name}),l(Re,{frame:e,
path:"/logout",children:l("button",{type:"submit",class:"quiet",children:"Sign out"})})]})]})]}),l("main",{id:"content",tabindex:-1,children:o})]})]})]})}function cg(e){let t=e.LOGANALYTICS_WORKSPACEID,n=e.LOGANALYTICS_RESOURCEID;return{auth0:{...e.AUTH0_DOMAIN,clientId:e.AUTH0_CLIENT_ID,clientSecret:e.AUTH0_CLIENT_SECRET},
dataCollector:{workspaceId:t,workspaceKey:e.LOGANALYTICS_WORKSPACEKEY,logType:e.LOGANALYTICS_NAMESPACE,url:wy({workspaceId:t,cloud:e.LOGANALYTICS_CLOUD,apiVersion:e.
LOGANALYTICS_APIVERSION,endpoint:e.LOGANALYTICS_ENDPOINT}),...n===void 0?{}:{resourceId:n}},startFrom:e.START_FROM,maxBatchRecords:e.BATCH_SIZE,minIntervalMs:e.
MIN_INTERVAL_SECONDS,maxRunMs:e.MAX_RUN_SECONDS}}function hr(e){let t=[],n=new Map;for(let{row:r,outcome:o}of ur(e).rows)r.isForPage||o.status==="not-set"||(o.status==="read"?n.set(r.name,o.value):t.push(o.problem));
return t.length>0?{ok:!1,problems:t}:{ok:!0,settings:cg(Object.fromEntries(n))}}var yg=P(On()),gg=P(mt());var Rc=P(mt());var Vk=6,jk=3,qk=.02;function Hs(e){return lg(e)[0]?.frontierMs}function lg(e){let t=[];for(let n of[...Yk(e)].reverse())t.push({run:n,frontierMs:Gk(n,t.at(-1))});
return t.reverse()}function Gk(e,t){if(e.outcome==="caught-up")return e.startedAtMs;let{lastExportedAtMs:n}=e;return vn(n)?n!==t?.run.lastExportedAtMs?n:t.frontierMs:
t?.frontierMs}function Us(e,t){let n=zk(e,t),r=(0,Rc.default)(n.map(({logMs:o})=>o))/(0,Rc.default)(n.map(({timeMs:o})=>o));return Number.isFinite(r)?r:void 0}function zk(e,t){
let n=lg(e),[r]=n;if(r===void 0)return[];let o=[];for(let[i,s]of n.slice(0,Vk).entries()){let a=n[i+1];if(a===void 0||dg(r.run)&&!dg(s.run))break;let u=Jk(a,s,t);
if(u===void 0)break;o.push(u)}return o}function dg({outcome:e}){return e!=="stopped"&&e!=="misconfigured"}function Jk(e,t,n){if(e.frontierMs===void 0||t.frontierMs===
void 0)return;let r=t.frontierMs-e.frontierMs,o=t.run.endedAtMs-e.run.endedAtMs;if(!(r<0||o<=0))return{logMs:r,timeMs:o>jk*n?n:o}}function kc({actions:e}){return e.
find(({kind:t})=>t==="move")?.atMs}function Yk(e){let t=kc(e)??Number.NEGATIVE_INFINITY;return q(e).filter(({startedAtMs:n})=>n>=t)}function fg(e,t){if(!(t===void 0||
!(t-1>=qk)))return Math.max(0,e)/(t-1)}var mg=P(On());function $s(e){return[...e].sort((t,n)=>t-n)[Math.floor((e.length-1)/2)]}var pg=5*6e4,Xk=20,Zk=6e4,Qk=3,e_=3;function hg(e){let t=_c(e).slice(0,Xk),n=t.slice(1).map((o,i)=>(t[i]??o)-o).filter(o=>o>0),r=$s(n);return r===void 0?pg:Math.
max(r,n.length<Qk?pg:Zk)}function Ws(e,t,n){let[r]=_c(e);if(e.pausedAtMs!==null||r===void 0||!(n>0))return;let o=t-r;return o<0?t+n:r+Math.ceil(o/n)*n}function Ks(e,t){
let{nowMs:n,intervalMs:r,minIntervalMs:o=0}=t,[i]=_c(e),s=i??q(e).at(-1)?.startedAtMs,a=(0,mg.default)([s,n_(e)]);if(!(a===void 0||!(n>=a+o+e_*r)||n<t_(e,t)))return{
sinceMs:a,hasRun:i!==void 0}}function t_(e,{intervalMs:t,minIntervalMs:n=0}){let[r]=q(e);return r===void 0||n<=t?Number.NEGATIVE_INFINITY:r.endedAtMs+n+t}function n_(e){
return e.actions.find(({kind:t})=>["resume","install","update"].includes(t))?.atMs}function _c(e){return q(e).filter(({trigger:t})=>t==="schedule").map(({startedAtMs:t})=>t)}var r_=36e5,o_=6e4;function An({lease:e},t){if(e===null||!Dr(e,t))return;let n=i_(e.holder),r=t-(n??Number.NaN);return{startedAtMs:r>=-o_&&r<=r_?n:void 0}}function i_(e){
let t=Number.parseInt(/^([0-9a-z]{1,11})-/.exec(e)?.[1]??"",36);return vn(t)?t:void 0}var s_=24*36e5;function bg(e,t){let n=hg(e);return{intervalMs:n,nextRunAtMs:Ws(e,t,n),lastRun:q(e)[0],frontierMs:Hs(e),speed:a_(e,t,n)?0:Us(e,n),lastDay:u_(q(e),
t-s_)}}function a_(e,t,n){return An(e,t)!==void 0?!1:e.pausedAtMs!==null||Ks(e,{nowMs:t,intervalMs:n})!==void 0}function u_(e,t){let n=e.filter(({startedAtMs:s})=>s>=
t),r=e.at(-1),o=n.flatMap(s=>s.deliveries),i=te.map(s=>(0,gg.default)(o.map(({destination:a,logs:u})=>a===s?ue(u):0)));return{isComplete:r!==void 0&&r.startedAtMs<
t,runs:n.length,logs:(0,yg.default)(i)??0}}var wg=P(mt());function Vs(e){return"pages"in e}function Rn(e){return Math.max(0,...e.deliveries.map(({logs:t})=>ue(t)))}function Ao({startedAtMs:e,endedAtMs:t}){return Math.max(
0,t-e)}function Tc(e){return ue(e.pageRetries)+Oc(e,"retries")}function vg(e){return Oc(e,"batches")}function Ro(e){return Oc(e,"deadLetters")}function Oc({deliveries:e},t){
return(0,wg.default)(e.map(n=>ue(n[t])))}function Yt(e){return Vs(e)?e.warnings??[]:[]}function ko(e){return e.startsWith("This was the first run.")}function _o(e){
return e.startsWith("Logs may be missing")}function Mc(e){let t=Yt(e).filter(n=>!ko(n));return e.reason??[...To(e),...t][0]??""}function To(e){return Vs(e)?e.problems??
[]:[]}function Xt({lagMs:e}){return e===void 0||!Number.isFinite(e)?void 0:Math.max(0,e)}function Sg(e){return e.trigger==="schedule"&&e.work===void 0&&e.outcome===
"caught-up"&&Rn(e)===0&&Tc(e)===0&&!Pc(e)}function Pc(e){return Zt(e)||Mc(e)!==""||Ro(e)>0}function Zt({outcome:e}){return e==="stopped"||e==="misconfigured"}function ce(e,t,n=""){return{tone:e,headline:t,advice:n}}var c_=3;function Eg(e,t,n){let r=q(e),[o]=r;switch(o?.outcome){case void 0:return ce("busy","No run ye\
t.");case"caught-up":return d_(e,o,t.nowMs);case"out-of-time":return xg(e,t,{gaining:"Catching up",losing:"Falling behind",advice:"Raise MAX_RUN_SECONDS, or let\
 the schedule run more often."});case"rate-limited":return xg(e,t,{gaining:"Waiting for the rate limit",losing:"Held back by the rate limit",advice:"Use less of\
 the allowance of the Management API elsewhere, get a larger one, or let the schedule run more often."});case"stopped":return l_(r,o,n);case"misconfigured":return ce(
"bad","Misconfigured: nothing is exported until this is put right.",So(To(o))||lr(o.reason??"Testing the connections shows what is wrong"))}}function d_(e,t,n){
let r=pr(Math.min(t.startedAtMs,n),n),o=`Logs are flowing: everything up to ${r==="just now"?"now":r} is in Azure`,i=e.deadLetters.length;if(i>0)return ce("warn\
ing",`${o}, except ${L(i,"dead letter")}.`,"Dead letters are records that Azure refused on their own. See why, then replay or discard them.");let s=Yt(t).filter(
u=>!_o(u)),a=s.every(ko);return ce(a?"good":"warning",`${o}.`,So(s))}function xg(e,{nowMs:t,intervalMs:n},{gaining:r,losing:o,advice:i}){let s=Hs(e);if(s===void 0)
return ce("busy",`${r}: how far behind is not known yet.`);let a=t-s,u=`about ${Q(a)} behind`,c=Us(e,n);if(c===void 0)return ce("busy",`${r}: ${u}; the next run\
s show how long it takes.`);let d=fg(a,c);return d===void 0?ce("warning",`${o}: ${u}, and at this speed it does not get less.`,i):ce("busy",`${r}: ${u}; at this\
 speed done in about ${Q(d)}.`)}function l_(e,{reason:t},n){let r=e.findIndex(({outcome:s})=>s!=="stopped"),o=r===-1?e.length:r,i=o>=c_;return ce(i?"bad":"warni\
ng",lr(`Stopped: ${t??"the last run could not go on"}`),i?`The last ${L(o,"run")} stopped. Each next one tries again and skips no log, but Auth0 keeps logs for \
1 to 30 days only. Put right what the reason names; testing the connections shows what works.`:`Nothing is lost: the next run goes on where this one ended, in a\
bout ${Q(n)}.`)}function Ag(e,t){return f_(t)??p_(e,t)??y_(e,t)??m_(e,t)??g_(e,t)??b_(e,t)??Eg(e,t,Rg(e,t))}function f_({problems:e}){let{length:t}=e;if(t!==0)return ce("bad",`\
Misconfigured: nothing is exported until ${L(t,"problem")} in the settings ${t===1?"is":"are"} put right.`,So(e))}function p_(e,{nowMs:t}){let{pausedAtMs:n}=an(
e);if(n===null)return;let r=An(e,t)!==void 0;if(r&&e.pausedAtMs===null)return ce("busy","Pausing: the run that is under way ends first.");let o=t-n,i=o>0?` for ${Q(
o)}`:"",s=r?"a run that an administrator began is under way; no scheduled run comes":"nothing is exported",a=e.actions.find(({kind:u})=>u==="pause")?.by;return ce(
r?"busy":"warning",`Paused${i}${a===void 0?"":` by ${Te(a,100)}`}: ${s} until the export is resumed.`,"Auth0 keeps what waits meanwhile, but only for the log re\
tention of the tenant, which is 1 to 30 days by plan. Resume the export before that.")}function m_(e,{nowMs:t}){if(!(q(e).length>0||An(e,t)===void 0))return ce(
"busy","The first run is under way.")}var h_=10*6e4;function y_(e,{nowMs:t}){let n=te.map(o=>ne(le(e,o)??"")),r=Math.max(...n.map(o=>(o??t)-t));if(!(r<=h_))return ce(
"bad",`The checkpoint lies ${Q(r)} in the future: nothing is exported until then.`,"Move it back to where the export should go on.")}function g_(e,t){let{nowMs:n,
intervalMs:r}=t,o=Ks(e,t),i=Q(r);if(o!==void 0){let s=Q(n-o.sinceMs),a=o.hasRun?`for ${s}`:`yet, after ${s}`;return ce("bad",`The scheduler is silent: no schedu\
led run ${a}, though one should come every ${i}.`,"Start a run by hand to export what waits, and see in the Auth0 dashboard whether the extension is installed a\
nd its schedule is on. Reinstalling is the last resort, because it deletes the checkpoint.")}if(!(q(e).length>0))return ce("busy",`No run yet. The first one com\
es within ${i}.`)}function b_(e,t){let n=kc(e),[r]=q(e);if(!(n===void 0||r===void 0||r.startedAtMs>=n))return ce("busy",`The checkpoint was moved ${pr(n,t.nowMs)}\
; the next run goes on from there, in about ${Q(Rg(e,t))}.`)}function Rg(e,{nowMs:t,intervalMs:n}){return(Ws(e,t,n)??t+n)-t}async function kg(e,t,n,r){let{last:o}=e,i=o?.tenant===t?n-o.askedAtMs:Number.POSITIVE_INFINITY;if(o!==void 0&&i>=0&&i<6e5)return o.atMs;let s=await r();return e.
last={tenant:t,askedAtMs:n,atMs:s},s}function js(e,[t,n],r){if(e.length<=r)return e.map(s=>_g(s.atMs,[s],s));let o=(n-t)/r,i=new Map;for(let s of e){let a=Math.min(r-1,Math.max(0,Math.floor((s.atMs-
t)/o))),u=i.get(a);u===void 0?i.set(a,[s]):u.push(s)}return[...i].flatMap(([s,a])=>{let[u]=a;return u===void 0?[]:[_g(t+(s+.5)*o,a,u)]})}function _g(e,t,n){return{
atMs:e,items:t,first:n,last:t.at(-1)??n}}var Lc=P(On()),Pg=P(Ir());function Ic([e,t],[n,r]){let o=t-e;return i=>{let s=o>0&&!Number.isNaN(i)?gr((i-e)/o,0,1):0;return yr(n+s*(r-n))}}function yr(e){return Math.round(e*10)/10}function gr(e,t,n){
return Math.min(n,Math.max(t,e))}var Cc=6e4,Og=60*Cc,Gs=24*Og,w_=10*Cc,v_=[...[1,2,5,10,15,30].map(e=>e*Cc),...[1,2,3,4,6,12].map(e=>e*Og),...[1,10,100,1e3,1e4,1e5,1e6,1e7,1e8].flatMap(e=>[1,2,
5].map(t=>t*e*Gs))],S_=50*Gs,x_=1e3*Gs;function zs(e){let t=e[0]??0,n=e.at(-1)??0,r=Math.max(0,w_-(n-t));return[gr(Math.floor(t-r/2),-864e13,864e13),gr(Math.ceil(
n+r/2),-864e13,864e13)]}function Mg([e,t],n){let r=v_.find(i=>Tg(e,t,i)<=n)??t-e,o=Math.ceil(e/r);return Array.from({length:Tg(e,t,r)},(i,s)=>E_((o+s)*r,r))}function Tg(e,t,n){
return Math.floor(t/n)-Math.ceil(e/n)+1}function E_(e,t){let{day:n,month:r,year:o,clock:i}=By(e);return t>=x_?{atMs:e,text:o}:t>=S_?{atMs:e,text:r}:t>=Gs?{atMs:e,
text:n}:{atMs:e,text:i==="00:00"?n:i,isoTime:wo(e)}}var br=520,Oo=187,wr=54,vr=br-12,Dc=26,Sr=Oo-26,A_=5;function Js(e){let{span:t,points:n,ticksTo:r,margin:o=0}=e,i=r((0,Lc.default)(n.map(({value:u})=>u))??0),s=Ic(
t,[wr+o,vr-o]),a=Ic([0,i.at(-1)?.value??1],[Sr,Dc]);return{label:R_(e),ticks:i.map(u=>({...u,y:a(u.value)})),timeTicks:Mg(t,A_).map(u=>({...u,x:s(u.atMs)})),xOf:s,
yOf:a}}function R_({name:e,points:t,textOf:n}){let[r]=t,o=t.at(-1);if(r===void 0||o===void 0)return`${e}: nothing to show yet.`;let i=t.map(({value:a})=>a),s=t.
filter(({run:a})=>Zt(a)).length;return`${e}, in ${L(t.length,"run")} from ${kt(r.atMs)} to ${kt(o.atMs)}: at least ${n((0,Pg.default)(i)??0)}, at most ${n((0,Lc.default)(
i)??0)}, last ${n(o.value)}; ${s} failed.`}function Ys(e){return e.filter(({work:t})=>t===void 0).reverse().sort((t,n)=>t.startedAtMs-n.startedAtMs)}var Nc=5;function Ig(e){let t=Math.max(1,ue(e)),n=Math.max(1,Lg(t));return Dg(n,t).map(r=>({value:r,text:wc(r)}))}var Fc=1e3,Mo=60*Fc,Xs=60*Mo,Zs=24*Xs,k_=[...[
15,30].map(e=>e*Fc),...[1,2,5,10,15,30].map(e=>e*Mo),...[1,2,3,6,12].map(e=>e*Xs)],__=Mo;function Cg(e){let t=Math.max(__,ue(e)),n=k_.find(i=>i*Nc>=t)??Zs*Math.
max(1,Lg(t/Zs)),[r,o]=T_(n);return Dg(n,t).map(i=>({value:i,text:i===0?"0":`${wc(i/r)} ${o}`}))}function T_(e){return e<Mo?[Fc,"s"]:e<Xs?[Mo,"min"]:e<Zs?[Xs,"h"]:
[Zs,"d"]}function Lg(e){let t=10**Math.floor(Math.log10(e/Nc));return([1,2,5].find(r=>r*t*Nc>=e)??10)*t}function Dg(e,t){let n=Math.ceil(t/e);return Array.from(
{length:n+1},(r,o)=>o*e)}var O_=90,M_=45,P_=4;function Ng(e){let t=Ys(e),n=zs(t.map(({startedAtMs:a})=>a)),r=I_(t),o=Js({name:"Lag after each run",span:n,points:r.flat(),ticksTo:Cg,textOf:Ye}),
i=r.map(a=>js(a,n,O_).map(u=>C_(u,o))),s=i.flat();return{frame:o,dots:s,dotRadius:s.length>M_?1.5:3,lines:i.filter(a=>a.length>1).map(L_)}}function I_(e){let t=e.
slice(1).map((i,s)=>i.startedAtMs-(e[s]?.startedAtMs??0)),n=($s(t)??0)*P_,r=[[]],o=e[0]?.startedAtMs??0;for(let i of e){let s=Xt(i),a=i.startedAtMs;(s===void 0||
a-o>n)&&r.push([]),s!==void 0&&r.at(-1)?.push({atMs:a,value:s,run:i}),o=a}return r}function C_({items:e,first:t},{xOf:n,yOf:r}){let o=e.reduce((s,a)=>a.value>s.
value?a:s,t),i=e.length===1?"":`, the highest of ${e.length} runs`;return{x:n(o.atMs),y:r(o.value),title:`${kt(o.atMs)}: ${Ye(o.value)}${i}`}}function L_(e){return`\
M${e.map(({x:t,y:n})=>`${t} ${n}`).join("L")}`}var Fg=br-42;function ea({frame:e,children:t}){return v("svg",{viewBox:`0 0 ${br} ${Oo}`,role:"img","aria-label":e.label,children:[t.length===0?l(Qs,{x:br/2,y:Oo/
2,text:"Nothing to show yet"}):l(D_,{frame:e}),t]})}function D_({frame:{ticks:e,timeTicks:t}}){let n=t.some(({isoTime:r})=>r===void 0);return v(_,{children:[n&&
l(Qs,{x:vr,y:Dc-12,anchor:"end",text:"days in UTC"}),e.map(({y:r,text:o,value:i})=>v(_,{children:[l("path",{class:i===0?"plot-axis":"plot-grid",d:`M${wr} ${r}H${vr}`}),
l(Qs,{x:wr-6,y:r+4,anchor:"end",text:o})]})),t.map(({x:r,text:o,isoTime:i})=>v(_,{children:[l("path",{class:"plot-axis",d:`M${r} ${Sr}v4`}),l(Qs,{x:r>Fg?br-2:r,
y:Oo-6,anchor:r>Fg?"end":"middle",text:o,time:i})]}))]})}function Qs({x:e,y:t,anchor:n="middle",text:r,time:o}){return l("text",{class:"plot-text","text-anchor":n,
x:e,y:t,"data-time":o,children:r})}function Bg({runs:e}){let{frame:t,lines:n,dots:r,dotRadius:o}=Ng(e);return l(ea,{frame:t,children:[...n.map(i=>l("path",{class:"plot-line",d:i})),...r.map(({x:i,
y:s,title:a})=>l("circle",{class:"plot-dot",cx:i,cy:s,r:o,children:l("title",{children:a})}))]})}var Hc=P(On()),Hg=P(mt());var N_={"caught-up":{tone:"good",text:"caught up",meaning:"Nothing was left to export."},"out-of-time":{tone:"busy",text:"out of time",meaning:"More was left to\
 export; the next run goes on from here."},"rate-limited":{tone:"warning",text:"rate limited",meaning:"A rate limit was reached; the next run goes on from here."},
stopped:{tone:"bad",text:"stopped",meaning:"The run could not go on; the next one tries again from here."},misconfigured:{tone:"bad",text:"misconfigured",meaning:"\
Nothing is exported until a person puts this right."}},F_={tone:"good",text:"replayed",meaning:"Dead letters were sent again."},B_={tone:"warning",text:"refused\
 again",meaning:"Azure refused some of the dead letters again; they wait where they were."};function xr(e){return e.work!=="replay"||e.outcome!=="caught-up"?N_[e.
outcome]:Ro(e)>0?B_:F_}var H_={schedule:"schedule",administrator:"an administrator","command-line":"command line"};function ta({trigger:e,by:t=""}){return Te(t,
100)||H_[e]}var U_=113,$_=24,W_=14,K_=.7,V_=1,j_=2,q_=6;function Ug(e){let t=Ys(e).map(u=>({atMs:u.startedAtMs,value:Rn(u),run:u})),n=zs(t.map(({atMs:u})=>u)),r=js(t,n,U_),
o=(vr-wr)/Math.max($_,r.length),i=yr(gr(o*K_,1.5,W_)),s=Js({name:"Logs per run",span:n,points:t,ticksTo:Ig,textOf:Y,margin:i/2}),a=r.flatMap(u=>{let c=yr(s.xOf(
u.atMs)-i/2),d=z_(u);return[!1,!0].flatMap(f=>{let y=(0,Hc.default)(Bc(u.items.filter(({run:m})=>Zt(m)===f)));if(y===void 0)return[];let p=yr(Math.max(G_(y,f),Sr-
s.yOf(y)));return[{x:c,y:yr(Sr-p),width:i,height:p,isFailed:f,title:d}]})});return{frame:s,bars:a}}function G_(e,t){return t?q_:e===0?V_:j_}function Bc(e){return e.
map(({value:t})=>t)}function z_({items:e,first:t,last:n}){let r=L((0,Hg.default)(Bc(e)),"log");if(e.length===1)return`${kt(t.atMs)}: ${r}, ${xr(t.run).text}`;let o=e.
filter(({run:i})=>Zt(i)).length;return`${kt(t.atMs)} to ${kt(n.atMs)}: ${r} in ${e.length} runs, at most ${Y((0,Hc.default)(Bc(e))??0)} in one${o===0?"":`; ${o}\
 failed`}`}function $g({runs:e}){let{frame:t,bars:n}=Ug(e);return l(ea,{frame:t,children:n.map(({x:r,y:o,width:i,height:s,isFailed:a,title:u})=>l("rect",{class:a?"plot-bar\
-bad":"plot-bar",x:r,y:o,width:i,height:s,children:l("title",{children:u})}))})}function Er({prefix:e,runId:t,children:n}){return l("a",{href:`${e}/runs/${encodeURIComponent(t)}`,children:n})}function Po({prefix:e,run:t}){return l(Er,{prefix:e,
runId:t.runId,children:l(J,{atMs:t.startedAtMs})})}var Wg=P(Ir()),Kg=P(mt());var J_=12;function Vg(e){return te.map(t=>Y_(e,t)).reduce((t,n)=>n.total>t.total?n:t)}function Y_({history:e},t){let n=new Map,r=[],o=0;for(let{deliveries:a,startedAtMs:u}of e)
for(let{destination:c,types:d,logs:f}of a){if(c!==t||d===void 0)continue;r.push(u);let y=0;for(let[p,m]of Object.entries(d)){let g=ue(m);n.set(p,(n.get(p)??0)+g),
y+=g}o+=Math.max(y,ue(f))}let i=X_(n),s=o-(0,Kg.default)(i.map(a=>a.count));return{types:s>0?[...i,{name:"Others",count:s}]:i,total:o,sinceMs:(0,Wg.default)(r)}}
function X_(e){return[...e].filter(([,t])=>t>0).sort(([t,n],[r,o])=>o-n||(t<r?-1:1)).slice(0,J_).map(([t,n])=>{let{event:r,category:o}=jn(t);return{code:t,name:r,
category:o,count:n}})}var jg=160;function qg({state:e}){let{types:t,total:n,sinceMs:r}=Vg(e);if(n===0)return null;let o=[["Type",({name:i,code:s})=>v(_,{children:[Te(i,80)," ",l("spa\
n",{class:"faint",children:s&&Te(s,40)})]})],["Category",({category:i})=>i??"–","optional"],["Logs",({count:i})=>Y(i),"number"],["Share",({count:i})=>l(Z_,{share:i/
n})]];return v("section",{children:[l("h2",{children:"What arrived"}),v("p",{class:"faint",children:[L(n,"log")," in the runs since ",l(J,{atMs:r}),"."]}),l(zt,
{label:"What arrived",columns:o,children:t.map(i=>l(Jt,{columns:o,item:i}))})]})}function Z_({share:e}){return v("span",{class:"row-share",children:[l("span",{children:jy(
e)}),l("svg",{class:"share",viewBox:`0 0 ${jg} 10`,"aria-hidden":"true",children:l("rect",{width:Math.max(1,Math.round(e*jg)),height:"10",rx:"3"})})]})}function Ar({run:e}){let{tone:t,text:n}=xr(e);return l("span",{class:`badge ${t}`,children:n})}function Gg({frame:e,state:t,nowMs:n,figures:r,destinations:o,table:i}){let{lastRun:s,nextRunAtMs:a,lastDay:u,frontierMs:c}=r,{prefix:d}=e,f=r.speed===0||s?.outcome!==
"caught-up",y=c===void 0?void 0:n-c,p=f?y:s&&Xt(s),m=t.deadLetters.length,g=[["Lag",Ye(p),Q_(p)],s===void 0?["Last run","none yet",""]:["Last run",pr(s.startedAtMs,
n),v(_,{children:[l(Po,{prefix:d,run:s})," ",l(Ar,{run:s})]})],a===void 0?["Next run","–",t.pausedAtMs===null?"not known yet":"paused"]:["Next run",a-n<1e3?"d\
ue now":`in ${Q(a-n)}`,v(_,{children:[l(J,{atMs:a}),", every ",Q(r.intervalMs)]})],[u.isComplete?"Logs in 24 hours":"Logs so far",Y(u.logs),`in ${L(u.runs,"run")}`],
["Dead letters",Y(m),m===0?"none wait":l("a",{href:`${d}/dead-letters`,children:"look at them"})],["Destination",i??"–",o.map(Be).join(", ")]];return l("dl",{
class:"tiles",children:g.map(([b,w,S])=>v("div",{class:"tile",children:[l("dt",{children:b}),l("dd",{children:w}),l("dd",{children:S})]}))})}function Q_(e){return e===
void 0?"not known yet":e===0?"nothing was left to export":"since the last exported log"}function zg(e){let{frame:t,done:n,state:r,nowMs:o,health:i,retention:s,destinations:a}=e,u=Qe(r),c=An(r,o)!==void 0;return v(_,{children:[l("h1",{children:"Over\
view"}),l(cr,{done:n}),v("div",{"data-live-part":"health","data-under-way":c,children:[l("div",{class:`notice health ${i.tone}`,children:v("div",{children:[l("p",
{class:"headline",children:i.headline}),c&&l("p",{class:"badge busy pulse",children:"a run is under way"}),i.advice!==""&&l("p",{children:i.advice})]})}),l(tT,{
...e}),s!==void 0&&l(U,{tone:s.tone,children:s.sentence}),r.requests.length>0&&l(U,{tone:"busy",children:"What an administrator asked for waits until the run un\
der way next stores its place."})]}),v("div",{class:"row","data-live-part":"actions",children:[r.pausedAtMs!==null&&l(Re,{frame:t,path:"/resume",busyText:"Resum\
ing…",children:l("button",{type:"submit",children:"Resume the export"})}),l(Re,{frame:t,path:"/run",busyText:"Running…",children:l("button",{type:"submit",class:r.
pausedAtMs===null?void 0:"quiet",children:"Run now"})}),l("a",{class:"button quiet",href:`${t.prefix}/actions`,children:"More actions"})]}),l("p",{class:"hint",
"data-live-status":!0,role:"status"}),l("div",{"data-live-part":"tiles",children:l(Gg,{...e})}),v("div",{class:"plots","data-live-part":"plots",children:[v("fig\
ure",{children:[l("figcaption",{children:"Logs per run"}),l($g,{runs:u})]}),v("figure",{children:[l("figcaption",{children:"Lag after each run"}),l(Bg,{runs:u})]})]}),
l("div",{"data-live-part":"arrived",children:l(qg,{state:r})}),a.includes("data-collector")&&l(U,{tone:"warning",children:"This export uses the HTTP Data Collec\
tor API. Microsoft ended its support on 14 September 2026: it still takes data, without a promise and without a date at which it is switched off. Should it refu\
se one day, the export stops, says so, and keeps its place."})]})}var eT=168*36e5;function tT({frame:e,state:t,nowMs:n}){let r=t.history.find(o=>Yt(o).some(_o));
return r===void 0||n-r.endedAtMs>eT?null:v(U,{tone:"warning",children:[Yt(r).find(_o)," ",l(Er,{prefix:e.prefix,runId:r.runId,children:"The run that found it"})]})}var nT=24*36e5,rT=1/4;function Jg(e){let{oldestRetainedAtMs:t,frontierMs:n,speed:r,nowMs:o}=e;if(!vn(t)||t>o||n>=o)return;let i=n-t;if(i<0)return{tone:"bad",sentence:`\
Logs are being lost now: Auth0 has already deleted logs that were not exported, up to ${Q(-i)} of them.`};if(r!==void 0&&r>=1)return{tone:"good",sentence:"The e\
xport is at least as fast as Auth0 deletes old logs: none is lost."};let s=i/(1-(r??0));return{tone:s<nT||s<(o-t)*rT?"warning":"good",sentence:`${r===void 0?"If\
 the export does not go on":"At the present speed"}, Auth0 begins to delete logs that are not exported yet in about ${Q(s)}.`}}var Yg={title:"Overview",section:"overview",isLive:!0},oT=36e5;function Xg(e){let{clock:t,values:n,memory:r,work:o}=e;async function i(s,{frontierMs:a,speed:u},c){
if(a===void 0||c-a<oT)return;let d=await kg(r.oldestLog,String(n.AUTH0_DOMAIN),c,()=>o.oldestLogAtMs(s));return Jg({oldestRetainedAtMs:d,frontierMs:a,speed:u,nowMs:c})}
return new z().get("/",s=>rt(e,s,Yg,async a=>{let u=t.now(),c=hr(n),d=bg(a,u),{intervalMs:f}=d,y=c.ok?[]:c.problems.map(pn),p=c.ok?c.settings.minIntervalMs:0;return e.
render(s,Yg,l(zg,{frame:e.frameOf(s),done:s.req.query("done"),state:a,nowMs:u,figures:d,health:Ag(a,{nowMs:u,problems:y,intervalMs:f,minIntervalMs:p}),retention:await i(
a,d,u),destinations:c.ok?["data-collector"]:te.filter(m=>le(a,m)!==void 0),table:c.ok?`${c.settings.dataCollector.logType}_CL`:void 0}))}))}function eb(e){let t=[...Qe(e)],n=[];for(let r of e.actions){let o=t.findIndex(s=>s.startedAtMs<r.atMs),i=t.splice(0,o===-1?t.length:o);n.push(...i.map(Zg),{kind:"\
action",action:r})}return[...n,...t.map(Zg)]}function Zg(e){return{kind:"run",run:e}}function tb(e){let t=[];for(let n of e){let r=Qg(t.at(-1)),o=Qg(n);r.length>
0&&o.length>0?t[t.length-1]={kind:"idle",runs:[...r,...o]}:t.push(n)}return t}function Qg(e){return e?.kind==="idle"?e.runs:e?.kind==="run"&&Sg(e.run)?[e.run]:[]}
var Uc={all:()=>!0,failed:e=>e.kind==="run"&&Pc(e.run),"with-logs":e=>e.kind==="run"&&Rn(e.run)>0,actions:e=>e.kind==="action"};var $c=50,nb=[["all","All"],["failed","Failed or with warnings"],["with-logs","With logs"],["actions","Actions"]];function rb(e,t){let n=eb(e),r=iT(t.filter),o=tb(
n.filter(Uc[r])),i=o.length,s=Math.max(1,Math.ceil(i/$c)),a=Math.min(s,sT(t.page)),u=(a-1)*$c,c=Math.min(i,u+$c);return{filter:r,filters:nb.map(([d,f])=>({name:d,
title:f,count:n.filter(Uc[d]).length})),entries:o.slice(u,c),page:a,pages:s,first:Math.min(i,u+1),last:c,total:i}}function iT(e){return nb.find(([t])=>t===e)?.[0]??
"all"}function sT(e=""){return/^[1-9]\d{0,8}$/.test(e)?Number(e):1}function ob({prefix:e,found:{run:t,newerId:n,olderId:r}}){return v(_,{children:[v("h1",{children:["Run of ",l(J,{atMs:t.startedAtMs})]}),l(aT,{run:t}),l(uT,{run:t}),
t.deliveries.map(o=>l(cT,{delivery:o})),!Vs(t)&&l("p",{class:"hint",children:"This run is so long ago that only its figures are kept; its warnings and types are\
 gone."}),v("p",{class:"row",children:[l("a",{class:"button quiet",href:`${e}/runs/${encodeURIComponent(t.runId)}/report.json`,download:!0,children:"Download as\
 JSON"}),n!==void 0&&l(Er,{prefix:e,runId:n,children:"The run after it"}),r!==void 0&&l(Er,{prefix:e,runId:r,children:"The run before it"}),l("a",{href:`${e}/ru\
ns`,children:"All runs"})]})]})}function aT({run:e}){let{tone:t,meaning:n}=xr(e);return v(_,{children:[v(U,{tone:t,children:[l("p",{children:n}),e.reason!==void 0&&
v("p",{children:["Why: ",e.reason]}),To(e).map(r=>l("p",{children:r}))]}),Yt(e).map(r=>l(U,{tone:ko(r)?"busy":"warning",word:"Note",children:r}))]})}function uT({
run:e}){let{pages:t,pageRetries:n=0,capacityLogs:r}=e;return l(xn,{facts:[["Outcome",l(Ar,{run:e})],["Began by",ta(e)],["Took",Ye(Ao(e))],["Pages read",t&&`${Y(
t)}, with ${L(n,"retry","retries")}`],["Lag at its end",Ye(Xt(e))],["Last log exported",l(J,{atMs:e.lastExportedAtMs})],["One run can carry about",r&&L(r,"log")],
["Id",l(Je,{id:e.runId})]]})}function cT({delivery:e}){let{destination:t,logs:n=0,batches:r=0,retries:o=0,deadLetters:i=0}=e,{checkpoint:s,bytes:a,truncatedRecords:u,
types:c}=e,d=a===void 0?"":` (${Ky(a)})`;return v("section",{children:[l("h2",{children:Be(t)}),l(xn,{facts:[["Delivered",`${L(n,"log")} in ${L(r,"batch","batch\
es")}${d}`],["Retries",Y(o)],["Shortened to fit",u&&L(u,"record")],["Kept as dead letters",Y(i)],["Goes on after",s&&l(Je,{id:s})],["Types",c&&l(dT,{types:c})]]})]})}
function dT({types:e}){return l("ul",{children:Object.entries(e).map(([t,n])=>v("li",{children:[Y(n)," × ",mr(t)]}))})}var ib={pause:"paused the export",resume:"resumed the export",move:"moved the checkpoint",discard:"discarded dead letters",test:"tested the connections",view:"l\
ooked at a dead letter",install:"installed the extension",update:"updated the extension"};function sb({by:e}){return Te(e,100)||"somebody"}function lT(e){return[["Started",t=>l(Po,{prefix:e,run:t})],["Outcome",t=>l(yT,{run:t})],["Began by",ta,"optional"],["Took",t=>Ye(Ao(t)),"number optional"],["Lo\
gs",t=>Y(Rn(t)),"number"],["Batches",t=>Y(vg(t)),"number optional"],["Retries",t=>Y(Tc(t)),"number optional"],["Lag",t=>Ye(Xt(t)),"number"],["Checkpoint",({deliveries:t})=>t.
map(fT),"optional"]]}function fT({checkpoint:e}){let t=e&&ne(e);return t?l(J,{atMs:t}):e&&l(Je,{id:e})}function ab({prefix:e,list:t}){let{filter:n,filters:r,entries:o}=t,
i=lT(e);return v(_,{children:[l("h1",{children:"Runs"}),l("nav",{class:"filters","aria-label":"Which runs",children:r.map(({name:s,title:a,count:u})=>v("a",{href:`${e}\
/runs?show=${s}`,"aria-current":s===n&&"true",children:[a," (",Y(u),")"]}))}),l("p",{class:"hint","data-live-status":!0,role:"status"}),v("div",{"data-live-part":"\
runs",children:[o.length===0?l("p",{class:"card",children:n==="all"?"No run yet.":"There is nothing of that kind."}):l(zt,{label:"Runs",columns:i,children:o.map(
s=>l(pT,{prefix:e,columns:i,entry:s}))}),l(gT,{prefix:e,list:t})]})]})}function pT({prefix:e,columns:t,entry:n}){if(n.kind==="run")return l(Jt,{columns:t,item:n.
run});let r=n.kind==="idle";return v("tr",{class:r?"folded":void 0,children:[l("td",{children:l(J,{atMs:r?n.runs[0]?.startedAtMs:n.action.atMs})}),l("td",{colspan:t.
length-1,children:r?l(mT,{prefix:e,runs:n.runs}):l(hT,{action:n.action})})]})}function mT({prefix:e,runs:t}){return v("details",{children:[v("summary",{children:[
L(t.length,"run")," since ",l(J,{atMs:t.at(-1)?.startedAtMs})," found nothing new"]}),l("ul",{children:t.map(n=>v("li",{children:[l(Po,{prefix:e,run:n})," took ",
Ye(Ao(n))]}))})]})}function hT({action:e}){let{kind:t,detail:n}=e;return v(_,{children:[l("span",{class:"badge",children:"action"})," ",sb(e)," ",ib[t],n===""?"":
`: ${Te(n)}`]})}function yT({run:e}){let t=Ro(e),n=Mc(e);return v(_,{children:[l(Ar,{run:e}),n!==""&&!Zt(e)&&l("span",{class:"badge warning",children:"see why"}),
t>0&&l("span",{class:"badge warning",children:L(t,"dead letter")}),n!==""&&l("div",{class:"hint",children:Te(n,90)})]})}function gT({prefix:e,list:t}){let{filter:n,
page:r,pages:o,first:i,last:s,total:a}=t;if(o===1)return null;let u=c=>`${e}/runs?show=${n}&page=${c}`;return v("nav",{class:"pages","aria-label":"Pages of the \
list",children:[r>1&&l("a",{href:u(r-1),rel:"prev",children:"Newer"}),v("span",{children:[i," to ",s," of ",Y(a)]}),r<o&&l("a",{href:u(r+1),rel:"next",children:"\
Older"})]})}var ub={title:"Runs",section:"runs",isLive:!0},cb={title:"Run",section:"runs"};function db(e){let{prefix:t}=e;return new z().get("/runs",n=>rt(e,n,ub,r=>{let{show:o,
page:i}=n.req.query(),s=rb(r,{filter:o,page:i});return e.render(n,ub,l(ab,{prefix:t,list:s}))})).get("/runs/:id",n=>rt(e,n,cb,r=>{let o=vo(r,n.req.param("id"));
return o===void 0?n.notFound():e.render(n,cb,l(ob,{prefix:t,found:o}))})).get("/runs/:id/report.json",async n=>{let r=await Rt(e.store),o=r.status==="state"?vo(
r.state,n.req.param("id")):void 0;if(o===void 0)return n.notFound();let i=o.run.runId.replace(/[^\w-]/g,"_").slice(0,60);return n.body(`${JSON.stringify(o.run,null,
2)}
`,200,{"content-type":"application/json; charset=utf-8","content-disposition":`attachment; filename="run-${i}.json"`})})}function lb(e){let{rows:t,secrets:n}=ur(e);return t.map(r=>bT(r,n))}function bT(e,t){let{row:n}=e,r=ST(e,t);return{name:n.name,meaning:n.meaning,expected:n.kind.
expected,isSecret:$t(n),isRequired:n.isRequired,isForPage:n.isForPage===!0,origin:wT(e),shown:vT(e,t),...r===void 0?{}:{problem:r}}}function wT({row:e,given:t}){
return t!==void 0?e.isGivenByPlatform?"given":"set":e.default===void 0?"not-set":"default"}function vT({row:e,given:t},n){return t===void 0?e.default??"not set":
$t(e)?"set":Zr(t,n,Li)}function ST({row:e,given:t,outcome:n},r){if(n.status==="missing")return n.problem;if(n.status!=="wrong")return;let o=$t(e)?Li(t):Zr(t,r,Li);
return{...n.problem,came:o}}var xT={set:"set in the dashboard",given:"given by Auth0",default:"default","not-set":"–"},fb=[["Setting",({name:e})=>l("code",{children:e}),"name"],["Value",
({shown:e})=>e],["Came from",({origin:e})=>xT[e]],["Well-formed",({problem:e})=>l(AT,{isValid:e===void 0})],["Meaning",({meaning:e})=>l("span",{class:"faint",children:e}),
"optional"]];function pb(e){return new z().get("/settings",t=>e.render(t,{title:"Settings",section:"settings"},l(ET,{prefix:e.prefix,settings:lb(e.values)})))}function ET({
prefix:e,settings:t}){let n=t.flatMap(({problem:r})=>r??[]);return v(_,{children:[l("h1",{children:"Settings"}),n.length===0?v(U,{tone:"good",children:["All set\
tings are well-formed. Whether Auth0 and Azure accept them, a"," ",l("a",{href:`${e}/actions`,children:"test of the connections"})," tells."]}):l(U,{tone:"bad",
children:n.map(r=>l("p",{children:pn(r)}))}),l("p",{class:"faint",children:"They are changed in the Auth0 dashboard: Extensions, Installed Extensions, the wheel\
 beside this extension. A secret is never shown, only whether it is set."}),l(zt,{label:"Settings",columns:fb,children:t.map(r=>l(Jt,{columns:fb,item:r}))})]})}
function AT({isValid:e}){return l("span",{class:`badge ${e?"good":"bad"}`,children:e?"Yes":"No"})}var Zc=require("node:crypto");var RT=10*6e4,mb=6e4,kT=1e4,_T=5e3,TT=1e5,Wc="RS256";function yb(){return{known:void 0}}function gb(e,t,n,r){let o=r.known?.origin===e?r.known:OT(e);r.known=o;function i(){
let a=n.now()-(o.kept?.atMs??Number.NEGATIVE_INFINITY);return a>=0&&a<RT?o.kept?.keys:void 0}async function s(){if(o.underWay!==void 0)return o.underWay;let a=o.
askableAtMs-n.now();if(a>0&&a<=mb)return;o.underWay=MT(e,t);let u=await o.underWay;o.underWay=void 0;let c=n.now();return o.askableAtMs=c+(u===void 0?kT:mb),u!==
void 0&&(o.kept={keys:u,atMs:c}),u}return{async find(a){let u=i()??await s();if(u===void 0)return{status:"unreachable"};let c=await hb(u,a);if(c!==void 0)return{
status:"found",key:c};let d=await s(),f=d&&await hb(d,a);return f===void 0?{status:"unknown"}:{status:"found",key:f}}}}function OT(e){return{origin:e,kept:void 0,
askableAtMs:0,underWay:void 0}}async function MT(e,t){let n=await t.send({method:"GET",url:`${e}/.well-known/jwks.json`,headers:{accept:"application/json"},timeoutMs:_T,
maxResponseBytes:TT});if(!(n.status!=="answered"||n.statusCode!==200))try{return Vu(JSON.parse(n.body))}catch{return}}async function hb(e,t){try{return await e(
{alg:Wc,kid:t})}catch{return}}var PT=/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu,bb={name:"somebody with the page password",way:"password"};function wb(e){return{name:e.map(IT).find(n=>n!=="")??"someb\
ody without a name",way:"dashboard"}}function IT(e){return typeof e!="string"?"":[...e.replace(PT,"").trim()].slice(0,100).join("").trim()}var na=require("node:crypto");function pt(e,t){return(0,na.timingSafeEqual)(vb(e),vb(t))}function vb(e){return(0,na.createHash)("sha256").update(e).digest()}var Vc="read:logs",CT=600,LT=30;async function xb({idToken:e,accessToken:t,nonce:n},r,o,i){let s={algorithms:[Wc],issuer:`${r.authority.origin}/`,clockTolerance:LT,
currentDate:new Date(i)},a=await Sb(e,"id token",o,{...s,audience:r.clientId,requiredClaims:["exp","sub","nonce"],maxTokenAge:CT});if(a.status!=="verified")return a;
if(!DT(r.clientId,a.claims))return kn("aud","id token");if(!Kc(a.claims.nonce,n))return kn("nonce","id token");let u=await Sb(t,"access token",o,{...s,audience:r.
apiAudience,requiredClaims:["exp","sub","azp"]});if(u.status!=="verified")return u;if(!Kc(u.claims.azp,r.clientId))return kn("azp","access token");if(!Kc(u.claims.
sub,a.claims.sub))return kn("sub","access token");if(!NT(u.claims.scope))return{status:"not-permitted"};let{email:c,email_verified:d,sub:f}=a.claims;return{status:"\
verified",administrator:wb([d===!1?void 0:c,f])}}function DT(e,{aud:t,azp:n}){return(!Array.isArray(t)||t.length===1)&&(n===void 0||n===e)}function Kc(e,t){return typeof e==
"string"&&typeof t=="string"&&pt(e,t)}function NT(e){return typeof e=="string"&&e.split(" ").includes(Vc)}async function Sb(e,t,n,r){let o=FT(e);if(o===void 0)return kn(
"form",t);let i=await n.find(o);if(i.status==="unreachable")return i;if(i.status==="unknown")return kn("key",t);try{let{payload:s}=await xt(e,i.key,r);return{status:"\
verified",claims:s}}catch(s){return kn(BT(s),t)}}function FT(e){try{let{kid:t}=yo(e);return typeof t=="string"?t:void 0}catch{return}}function BT(e){return e instanceof
so.JWTClaimValidationFailed||e instanceof so.JWTExpired?e.claim:"signature"}function kn(e,t){return{status:"refused",what:`${e} of the ${t}`}}var HT=/^[\w!#$%&'*.^`|~+-]+$/,UT=/^[!#-:<>-[\]-~]+$/,$T=/^[ !#-:<-[\]-~]*$/,Eb=e=>{let t=0,n=e.length;for(;t<n;){let r=e.charCodeAt(t);if(r!==32&&r!==9)break;t++}
for(;n>t;){let r=e.charCodeAt(n-1);if(r!==32&&r!==9)break;n--}return t===0&&n===e.length?e:e.slice(t,n)},jc=(e,t)=>{if(t&&e.indexOf(t)===-1)return{};let n=e.split(
";"),r=Object.create(null);for(let o of n){let i=o.indexOf("=");if(i===-1)continue;let s=Eb(o.substring(0,i));if(t&&t!==s||!UT.test(s)||s in r)continue;let a=Eb(
o.substring(i+1));if(a.startsWith('"')&&a.endsWith('"')&&(a=a.slice(1,-1)),$T.test(a)&&(r[s]=sr(a),t))break}return r};var WT=(e,t,n={})=>{if(!HT.test(e))throw new Error("Invalid cookie name");let r=`${e}=${t}`;if(/^__secure-/i.test(e)&&!n.secure)throw new Error("__Secure- Cooki\
e must have Secure attributes");if(/^__host-/i.test(e)){if(!n.secure)throw new Error("__Host- Cookie must have Secure attributes");if(n.path!=="/")throw new Error(
'__Host- Cookie must have Path attributes with "/"');if(n.domain)throw new Error("__Host- Cookie must not have Domain attributes")}for(let o of["domain","path",
"sameSite","priority"])if(n[o]&&/[;\r\n]/.test(n[o]))throw new Error(`${o} must not contain ";", "\\r", or "\\n"`);if(n&&typeof n.maxAge=="number"&&n.maxAge>=0){
if(n.maxAge>3456e4)throw new Error("Cookies Max-Age SHOULD NOT be greater than 400 days (34560000 seconds) in duration.");r+=`; Max-Age=${n.maxAge|0}`}if(n.domain&&
n.prefix!=="host"&&(r+=`; Domain=${n.domain}`),n.path&&(r+=`; Path=${n.path}`),n.expires){if(n.expires.getTime()-Date.now()>3456e7)throw new Error("Cookies Expi\
res SHOULD NOT be greater than 400 days (34560000 seconds) in the future.");r+=`; Expires=${n.expires.toUTCString()}`}if(n.httpOnly&&(r+="; HttpOnly"),n.secure&&
(r+="; Secure"),n.sameSite&&(r+=`; SameSite=${n.sameSite.charAt(0).toUpperCase()+n.sameSite.slice(1)}`),n.priority&&(r+=`; Priority=${n.priority.charAt(0).toUpperCase()+
n.priority.slice(1)}`),n.partitioned){if(!n.secure)throw new Error("Partitioned Cookie must have Secure attributes");r+="; Partitioned"}return r},ra=(e,t,n)=>(t=
encodeURIComponent(t),WT(e,t,n));var KT=(e,t,n)=>{let r=e.req.raw.headers.get("Cookie");if(typeof t=="string"){if(!r)return;let o=t;return n==="secure"?o="__Secure-"+t:n==="host"&&(o="__Host-"+
t),jc(r,o)[o]}return r?jc(r):{}};var VT=(e,t,n)=>{let r;return n?.prefix==="secure"?r=ra("__Secure-"+e,t,{path:"/",...n,secure:!0}):n?.prefix==="host"?r=ra("__Host-"+e,t,{...n,path:"/",secure:!0,
domain:void 0}):r=ra(e,t,{path:"/",...n}),r},qc=(e,t,n,r)=>{let o=VT(t,n,r);e.header("Set-Cookie",o,{append:!0})};var Ab=(e,t,n)=>{let r=KT(e,t,n?.prefix);return qc(e,t,"",{...n,maxAge:0}),r};function Qt(e,t,{path:n,sameSite:r,lifetimeMs:o}){let i={path:n,sameSite:r,httpOnly:!0,secure:!0};return{async write(s,a){qc(s,e,await t.sign(a),{...i,maxAge:o/
1e3})},async read(s){let a=(s.req.header("cookie")??"").split(";").map(c=>c.trim()).filter(c=>c.startsWith(`${e}=`)).map(c=>c.slice(e.length+1));return(await Promise.
all(a.map(c=>t.read(c)))).filter(c=>c!==void 0)},clear(s){Ab(s,e,i)}}}var jT="log-export-login",Io=10*6e4,qT=32;function Rb(e,t,n){let r=Qt(jT,e,{path:t,sameSite:"None",lifetimeMs:Io}),o=()=>n(qT).toString("base64url");return{async begin(i){
let s={state:o(),nonce:o()};return await r.write(i,s),s},async take(i){let s=await r.read(i);return r.clear(i),s.flatMap(({state:a,nonce:u})=>typeof a=="string"&&
typeof u=="string"?[{state:a,nonce:u}]:[])}}}var GT={"not-offered":{statusCode:403,heading:"This way in is not set up",text:"The sign-in page shows which ways there are."},"wrong-address":{statusCode:400,heading:"\
The extension does not know its own address",text:"The address in PUBLIC_WT_URL or WT_URL leads elsewhere. In the Auth0 dashboard, open the settings of the exte\
nsion and save them, so that the address is set anew, and try again."},"no-attempt":{statusCode:400,heading:"This sign-in did not begin here",text:"It was begun\
 in another browser or more than ten minutes ago, or it is over already, or this browser kept no cookie."},"other-attempt":{statusCode:400,heading:"Another sign\
-in was begun meanwhile",text:"Perhaps in another tab. Only the last one counts."},used:{statusCode:400,heading:"This sign-in was used already",text:"Each sign-\
in counts once."},denied:{statusCode:403,heading:"Auth0 did not sign you in",text:"You may have cancelled, or your dashboard account may not be one of this tena\
nt. If it never works, set PAGE_PASSWORD in the settings of the extension: it is a way in that does not need the dashboard."},unverified:{statusCode:403,heading:"\
The sign-in could not be verified",text:"What Auth0 sent is not what it should be, so nobody was signed in."},"not-permitted":{statusCode:403,heading:"You may n\
ot see the logs of this tenant",text:"Auth0 knows you, but gave you no permission to read the logs of this tenant (read:logs). Ask an administrator of the tenan\
t."},unreachable:{statusCode:503,heading:"Auth0 could not be reached",text:"Without its public keys, nobody can be signed in. Wait a moment, and try again."},"f\
oreign-form":{statusCode:403,heading:"Nothing was changed",text:"The form did not come from this page, or from before you signed in. Go back to the page, reload\
 it, and try again."},"signed-out":{statusCode:401,heading:"You are not signed in",text:"Perhaps the session is over: it lasts two hours. Nothing was changed."}};
function oe({renderPage:e,paths:t},n,r,o){let{statusCode:i,heading:s,text:a}=GT[r];return e(n,{title:s,statusCode:i},v("section",{class:"card narrow",children:[
l("h1",{children:s}),l("p",{children:a}),o!==void 0&&l("p",{class:"faint",children:`What did not fit: ${o}.`}),l("p",{children:l("a",{class:"button",href:t.login,
children:"Sign in"})})]}))}function kb(e){if(!e.sessionSecret)return{dashboard:void 0,password:void 0};let{password:t=""}=e;return{dashboard:zT(e),password:t.length<16?void 0:t}}function zT(e){
let{baseUrl:t,authority:n,tenantDomain:r}=e;if(!(t===void 0||n===void 0||!r))return{clientId:oa(t),path:_b(t),redirectUri:Gc(t),authority:n,tenantDomain:r,apiAudience:`\
https://${r}/api/v2/`}}function oa(e){return e.origin+_b(e)}function Gc(e){return`${oa(e)}/login/callback`}function _b(e){return e.pathname.endsWith("/")?e.pathname.
slice(0,-1):e.pathname}var JT="Auth0 Logs to Azure Log Analytics",YT=600;function Tb(e){let{ways:t,paths:n,baseUrl:r,attempts:o,sessions:i,memory:s,clock:a}=e,u=new z;u.get("/.well-kn\
own/oauth2-client-configuration",d=>r===void 0?d.json({error:"not_found"},404):d.json({redirect_uris:[Gc(r)],client_name:JT,post_logout_redirect_uris:[oa(r)]})),
u.get("/login/dashboard",async d=>{let f=t.dashboard;return f===void 0?oe(e,d,"not-offered"):e.prefix!==f.path?d.req.query("moved")!==void 0?oe(e,d,"wrong-addre\
ss"):d.redirect(`${f.clientId}/login/dashboard?moved=1`,302):d.redirect(XT(f,await o.begin(d)),302)}),u.post("/login/callback",async d=>{let f=await o.take(d),y=t.
dashboard;if(y===void 0)return oe(e,d,"not-offered");if(f.length===0)return oe(e,d,"no-attempt");let p=await it(d),m=ze(p,"state"),g=f.find(S=>m!==void 0&&pt(m,
S.state));if(g===void 0)return oe(e,d,"other-attempt");if(p.has("error"))return oe(e,d,"denied");let b=await c(y,p,g);if(b.status==="refused")return oe(e,d,"unv\
erified",b.what);if(b.status!=="verified")return oe(e,d,b.status);let w=a.now();return s.usedStates.claim(g.state,w+Io,w)?(await i.begin(d,b.administrator),d.redirect(
n.home,303)):oe(e,d,"used")}),u.get("/login/callback",d=>d.redirect(n.login,303));async function c(d,f,{nonce:y}){let p=ze(f,"id_token"),m=ze(f,"access_token");
if(p===void 0)return{status:"refused",what:"no id token came"};if(m===void 0)return{status:"refused",what:"no access token came"};let g=gb(d.authority.origin,e.
http,a,s.authorityKeys);return xb({idToken:p,accessToken:m,nonce:y},d,g,a.now())}return u}function XT(e,{state:t,nonce:n}){let r=new URL("/authorize",e.authority.
origin);return r.search=new URLSearchParams({client_id:e.clientId,response_type:"token id_token",response_mode:"form_post",redirect_uri:e.redirectUri,audience:e.
apiAudience,scope:`openid profile email ${Vc}`,expiration:String(YT),state:t,nonce:n}).toString(),r.href}function Rr(e,t){let n=e.get("sec-fetch-site");if(n!==null)return n==="same-origin"||n==="none";let r=e.get("origin");return r===null?!0:r==="null"?!1:t===void 0||
r===t}var Ob=["GET","HEAD"];function Mb(e){return async(t,n)=>{let r=await e.sessions.read(t);return r===void 0?Ob.includes(t.req.method)?t.redirect(e.paths.login,303):
oe(e,t,"signed-out"):(t.set("administrator",r.administrator),t.set("csrfToken",r.csrfToken),n())}}function Pb(e){return async(t,n)=>{if(Ob.includes(t.req.method))
return n();let r=await e.sessions.read(t);return r===void 0?oe(e,t,"signed-out"):await zc(e,t,r)?n():oe(e,t,"foreign-form")}}async function zc({baseUrl:e},t,n){
if(!Rr(t.req.raw.headers,e?.origin))return!1;let r=ze(await it(t),"csrf");return r!==void 0&&pt(r,n.csrfToken)}var Jc=2160*60*6e4;function Ib(e,t){let n=Qt("log-export-known",e,{path:t,sameSite:"Strict",lifetimeMs:Jc});return{isKnown:async r=>(await n.read(r)).length>0,remember:r=>n.
write(r,{})}}var ZT="log-export-form",Yc=60*6e4,QT=32;function Cb(e,t,n){let r=Qt(ZT,e,{path:t,sameSite:"Strict",lifetimeMs:Yc});async function o(i){return(await r.read(i)).
map(({form:a})=>a).filter(a=>typeof a=="string")}return{async open(i){let[s]=await o(i),a=s??n(QT).toString("base64url");return await r.write(i,{form:a}),a},async isOwn(i,s){
return s!==void 0&&(await o(i)).some(a=>pt(a,s))},close:r.clear}}async function kr({ways:e,paths:t,forms:n,renderPage:r},o,i){let{dashboard:s,password:a}=e,u=i?.statusCode??200,c=a===void 0?void 0:await n.open(o);return r(o,{
title:"Sign in",statusCode:u},v("div",{class:"narrow",children:[l("h1",{children:"Sign in"}),i!==void 0&&l(U,{tone:"bad",children:i.text}),s!==void 0&&l(tO,{way:s}),
c!==void 0&&l(nO,{action:t.password,form:c}),s===void 0&&c===void 0&&l(rO,{})]}))}function tO({way:e}){let{clientId:t,authority:n,tenantDomain:r}=e,o=new URL("/\
v2/logout",n.origin);return o.search=new URLSearchParams({client_id:t,returnTo:t}).toString(),v("section",{class:"card",children:[l("h2",{children:"With the Aut\
h0 dashboard"}),l("p",{children:`For administrators of ${r} who may read its logs.`}),l("p",{children:l("a",{class:"button",href:`${t}/login/dashboard`,children:"\
Sign in with Auth0"})}),v("p",{class:"faint",children:["Not your account? ",l("a",{href:o.href,children:"Sign out of the dashboard"})," first."]})]})}function nO({
action:e,form:t}){return v("section",{class:"card",children:[l("h2",{children:"With the page password"}),v("form",{method:"post",action:e,children:[l("input",{type:"\
hidden",name:"csrf",value:t}),l("label",{for:"password",children:"Password"}),l("input",{type:"password",id:"password",name:"password",autocomplete:"current-pas\
sword","aria-describedby":"password-hint",required:!0}),l("p",{class:"hint",id:"password-hint",children:"It is the setting PAGE_PASSWORD of the extension."}),l(
"button",{type:"submit",children:"Sign in with the password"})]})]})}function rO(){return v("section",{class:"card",children:[l("h2",{children:"There is no way \
in yet"}),l("p",{children:`In the Auth0 dashboard, open the settings of this extension and set PAGE_PASSWORD: at least ${16} characters that nobody can guess. T\
hen reload this page.`})]})}var oO={statusCode:403,text:"This form was open for too long, or this browser keeps no cookies. Please enter the password again."},iO={statusCode:403,text:"This\
 is not the page password. Upper and lower case count."};function Db(e){let{ways:t,paths:n,baseUrl:r,forms:o,knownBrowsers:i,sessions:s,memory:a,clock:u}=e,c=new z;
return c.post("/login/password",async d=>{if(t.password===void 0)return oe(e,d,"not-offered");if(!Rr(d.req.raw.headers,r?.origin))return oe(e,d,"foreign-form");
let f=await it(d);if(!await o.isOwn(d,ze(f,"csrf")))return kr(e,d,oO);let p=await i.isKnown(d)?a.knownBrowserThrottle:a.passwordThrottle,m=u.now(),g=p.waitMs(m);
return g>0?(d.header("Retry-After",String(Math.ceil(g/1e3))),kr(e,d,sO(g))):pt(Lb(ze(f,"password")??""),Lb(t.password))?(o.close(d),await i.remember(d),await s.
begin(d,bb),d.redirect(n.home,303)):(p.recordWrong(m),kr(e,d,iO))}),c.get("/login/password",d=>d.redirect(n.login,303)),c}function sO(e){let t=Math.ceil(e/6e4);
return{statusCode:429,text:`There were too many wrong passwords, so no browser that is new here can sign in with it for a while. Please wait ${t===1?"a minute":
`${t} minutes`}.`}}function Lb(e){return e.trim().normalize("NFC")}function Nb(e){return{scope:e===""?"/":e,loginScope:`${e}/login`,home:`${e}/`,login:`${e}/login`,password:`${e}/login/password`}}var aO="log-export-session",Xc=120*6e4,uO=32;function Fb(e,t,n){let r=Qt(aO,e,{path:t,sameSite:"Lax",lifetimeMs:Xc});return{async begin(o,{name:i,way:s}){let a=n(
uO).toString("base64url");await r.write(o,{name:i,way:s,csrf:a})},async read(o){return(await r.read(o)).map(cO).find(i=>i!==void 0)},end:r.clear}}function cO(e){
let{name:t,way:n,csrf:r}=e;if(!(typeof t!="string"||typeof r!="string")&&!(n!=="dashboard"&&n!=="password"))return{administrator:{name:t,way:n},csrfToken:r}}var Ub=require("node:crypto");var Bb="auth0-logs-to-azure-log-analytics",Hb="HS256",dO=32;function $b(e,t,n,r){let o=`page: ${t}`,i=new Uint8Array((0,Ub.hkdfSync)("sha256",JSON.stringify(e),
"",o,dO)),s=`${t}+jwt`,a=n/1e3;return{sign(u){let c=Math.floor(r.now()/1e3);return new bn({...u}).setProtectedHeader({alg:Hb,typ:s}).setIssuer(Bb).setAudience(t).
setIssuedAt(c).setExpirationTime(c+a).sign(i)},async read(u){if(u!==void 0)try{let{payload:c}=await xt(u,i,{algorithms:[Hb],typ:s,issuer:Bb,audience:t,requiredClaims:[
"exp"],maxTokenAge:a,currentDate:new Date(r.now())});return c}catch{return}}}}function Wb(e){let t=lO(e),{paths:n,sessions:r}=t,o=new z;return o.get("/login",async i=>await r.read(i)===void 0?kr(t,i):i.redirect(n.home,303)),o.post("/logou\
t",async i=>{let s=await r.read(i);return(s===void 0?Rr(i.req.raw.headers,t.baseUrl?.origin):await zc(t,i,s))?(r.end(i),i.redirect(n.login,303)):oe(t,i,"foreign\
-form")}),o.route("/",Tb(t)),o.route("/",Db(t)),{routes:o,requireAdministrator:Mb(t),requireIntent:Pb(t)}}function lO(e){let{settings:t,http:n,clock:r,memory:o,
prefix:i,renderPage:s}=e,{randomBytes:a=Zc.randomBytes}=e,u=kb(t),c=Nb(i),d=t.sessionSecret||(0,Zc.randomBytes)(32).toString("base64url"),f=(w,S,E)=>$b(E,w,S,r),
y=[d,u.password??null],p=f("session",Xc,y),m=f("known-browser",Jc,y),g=f("dashboard-login",Io,[d]),b=f("password-form",Yc,[d]);return{ways:u,paths:c,prefix:i,baseUrl:t.
baseUrl,sessions:Fb(p,c.scope,a),attempts:Rb(g,c.loginScope,a),forms:Cb(b,c.loginScope,a),knownBrowsers:Ib(m,c.loginScope),memory:o,http:n,clock:r,renderPage:s}}async function Kb(e,t){let n=sg(),{settings:r}=Fy(e.values);function o(c){let d={prefix:e.prefix,nonce:n,style:e.assets.style},f=c.get("administrator");return f===
void 0?d:{...d,visitor:{administrator:f,csrfToken:c.get("csrfToken")}}}function i(c,d,f){let{statusCode:y=200,...p}=d,m=l(ug,{frame:o(c),...p,children:f});return c.
html(m,y)}let s={...e,frameOf:o,render:i},a=Wb({settings:{...r,sessionSecret:r.clientSecret??r.extensionSecret},http:e.http,clock:e.clock,prefix:e.prefix,memory:e.
memory.signIn,renderPage:i}),u=new z;u.route("/",a.routes),u.route("/",og(s,r)),u.use(a.requireAdministrator),u.post("*",a.requireIntent),u.get("/page.js",c=>c.
body(e.assets.script,200,{"content-type":"text/javascript; charset=utf-8"}));for(let c of[Xg,db,eg,Yy,pb])u.route("/",c(s));return u.notFound(c=>i(c,{title:"Not\
 found",statusCode:404},l("h1",{children:"There is no such page"}))),u.onError((c,d)=>d.text(`internal error
`,500)),ag(await u.fetch(t),n)}function Qc(){let e=[];function t(n){return e.filter(r=>Math.abs(n-r)<9e5)}return{waitMs(n){let r=t(n),[o]=r;return r.length<5||o===void 0?0:Math.min(9e5,o+9e5-
n)},recordWrong(n){e=[...t(n),n].slice(-5)}}}function Vb(){let e=new Map;return{claim(t,n,r){if(e.has(t))return!1;for(let[i,s]of e)s<r&&e.delete(i);let[o]=e.keys();return e.size>=1e3&&o!==void 0&&e.delete(
o),e.set(t,n),!0}}}function jb(){return{authorityKeys:yb(),usedStates:Vb(),passwordThrottle:Qc(),knownBrowserThrottle:Qc()}}var fO=3e3,pO={signIn:jb(),oldestLog:{}};async function qb(e,t,n,r,o){let i=gi();try{let s=go(),a=mO(e,t);await qh(await Kb({values:e,store:t,clock:s,http:i,work:a,
memory:pO,assets:jh,prefix:n},r),o)}finally{i.close()}}function mO(e,t){let n=hr(e);if(!n.ok){let{problems:i}=n,s=a=>ks(i,t,{trigger:"administrator",by:a});return{
runExport:s,runReplay:s,testConnections:async()=>[{what:"sign-in",isOk:!1,text:wu(i)}],oldestLogAtMs:async()=>{},openDeadLetter:()=>{}}}let{settings:r}=n,o=Ii(Xr(
r.auth0.clientSecret,"dead letter"));return{runExport:i=>Rs(r,t,{trigger:"administrator",by:i}),runReplay:(i,s)=>Fh(r,t,{trigger:"administrator",by:i},s),testConnections:()=>Uh(
r),async oldestLogAtMs({tokens:i}){let s=await Hh(r,i,fO);return s.status==="found"?s.atMs:void 0},openDeadLetter:({content:i})=>i===void 0?void 0:o.unlock(i)?.
toString("utf8")}}var hO={"caught-up":"caught up: nothing was left to export","out-of-time":"out of time: the next run goes on where this one ended","rate-limited":"rate limited:\
 the next run goes on where this one ended",stopped:"stopped",misconfigured:"misconfigured: nothing is exported until this is put right"};function Gb(e){let t=e.
deliveries.map(yO),r=e.work==="replay"&&e.outcome==="caught-up"?"replayed dead letters":hO[e.outcome];return[`Run ${e.runId} ${r}${e.reason===void 0?".":`: ${e.
reason}.`}`,...(e.problems??[]).map(o=>`  Problem: ${o}`),...(e.warnings??[]).map(o=>`  Note: ${o}`),...t.map(o=>`  ${o}`),`  ${gO(e)}`].join(`
`)}function yO(e){let{destination:t,logs:n,batches:r,bytes:o,retries:i,truncatedRecords:s,checkpoint:a}=e,{deadLetters:u=0}=e,c=(o/1e6).toFixed(1),d=s===0?"":`,\
 ${s} shortened to fit`,f=u===0?"":`, ${u} kept as dead letters`;return`${t}: ${_r(n,"log","logs")} in ${_r(r,"batch","batches")} (${c} MB), ${_r(i,"retry","ret\
ries")}${d}${f}; continues after ${a}`}function gO(e){let{pages:t,pageRetries:n,startedAtMs:r,endedAtMs:o,lagMs:i,capacityLogs:s}=e,a=((o-r)/1e3).toFixed(1),u=i===
void 0?"unknown":`${(i/1e3).toFixed(1)} s`,c=s===void 0?"":`; one run can carry about ${_r(s,"log","logs")}`;return`${_r(t,"page","pages")}, ${_r(n,"retry","ret\
ries")}, ${a} s; lag ${u}${c}`}function _r(e,t,n){return`${e} ${e===1?t:n}`}var bO=/^(?:\/[\w.~-]+)*$/;function zb(e,t){let n=t==="/"&&!e.endsWith("/");if(!n&&!e.endsWith(t))return;let r=n?e:e.slice(0,e.length-t.length);return bO.test(r)?
r:void 0}var wO=["authorization","content-type","cookie","origin","sec-fetch-site"],Jb=["POST","PUT"],vO=["GET","HEAD",...Jb],SO="http://extension.invalid";async function Yb(e,t,n){
let r=e.method??"";if(!vO.includes(r))return{status:"refused",statusCode:405};let o=Jb.includes(r)?await xO(e,n):void 0;if(o==="too-large")return{status:"refuse\
d",statusCode:413};let i=new Headers;for(let s of wO){let a=e.headers[s];typeof a=="string"&&i.set(s,a)}try{let s={method:r,headers:i,...o===void 0?{}:{body:o}};
return{status:"request",request:new Request(SO+t,s)}}catch{return{status:"refused",statusCode:400}}}async function xO(e,t){let n=t.body_raw??t.body;if(n===void 0)
return AO(e);e.resume();let r=Buffer.from(typeof n=="string"?n:EO(n));return r.length>128e3?"too-large":r}function EO(e){let t=new URLSearchParams;for(let[n,r]of Object.
entries(Object(e)))for(let o of Array.isArray(r)?r:[r])t.append(n,String(o));return t.toString()}async function AO(e){let t=[],n=0;for await(let r of e){let o=Buffer.
from(r);if(n+=o.length,n>128e3)return e.resume(),"too-large";t.push(o)}return Buffer.concat(t)}var bw=P(yw());var ed=class extends Error{name="TimeoutError"};async function td(e,t){let n,r=new Promise((o,i)=>{let s=`no answer in ${Math.round(t)} ms`;n=setTimeout(()=>i(new ed(
s)),Math.max(0,t))});try{return await Promise.race([e,r])}finally{clearTimeout(n)}}function ww(e){let t=new bw.default(e,{force:0}),n=0;return{async read(r){n+=1;let o=String(n),i=!1,s=t.read().finally(()=>{i&&(n+=1)});try{let a=await td(s,r);
return{status:"read",document:kO(a)?void 0:a,version:o}}catch(a){return i=!0,{status:"failed",reason:`the webtask storage failed: ${gw(a)}`}}},async write(r,o,i){
if(o!==String(n))return{status:"conflict"};try{return await td(t.write(r),i),{status:"written",version:o}}catch(s){return _O(s)?(n+=1,{status:"conflict"}):{status:"\
failed",reason:`the webtask storage failed: ${gw(s)}`,isTooLarge:OO(s,r)}}}}}function kO(e){return typeof e!="object"||e===null||Array.isArray(e)?!1:Object.keys(
e).length===0}function _O(e){if(typeof e!="object"||e===null)return!1;let{code:t,conflict:n}=e;return t===409||n!==void 0}var TO=1e5;function OO(e,t){let n=e?.code;
return n===413?!0:n===400&&Buffer.byteLength(JSON.stringify(t))>TO}function gw(e){return(e instanceof Error?e.message:typeof e).slice(0,200)}function MO(e,t,n){let r=(0,Ew.fromExpress)(o=>{PO(e,o,n).catch(()=>xw(n))});try{r(e,t,n)}catch{xw(n)}}async function PO(e,t,n){let{secrets:r={},storage:o}=e,i=ww(
o),s=t.url??"/",a=vw(s);if(a==="/"&&t.method==="POST"){t.resume();let d=await IO(r,i);return nd(n,LO(d)?500:200,CO(d))}let u=zb(vw(t.originalUrl??s),a);if(u===void 0)
return Sw(t,n,404);let c=await Yb(t,s,e);if(c.status==="refused")return Sw(t,n,c.statusCode);await qb(r,i,u,c.request,n)}function vw(e){return e.split("?",1)[0]??
"/"}async function IO(e,t){let n={trigger:"schedule"},r=hr(e),o=r.ok?await Rs(r.settings,t,n):await ks(r.problems,t,n);return o.status==="ran"&&FO(Gb(o.report)),
o}function CO(e){return e.status==="ran"?e.report.outcome:e.status}function LO(e){return e.status!=="ran"?!1:e.report.outcome==="stopped"||e.report.outcome==="m\
isconfigured"}var DO={400:`bad request
`,404:`not found
`,405:`method not allowed
`,413:`too large
`};function Sw(e,t,n){e.resume(),nd(t,n,DO[n])}var NO={"content-type":"text/plain; charset=utf-8","x-content-type-options":"nosniff","cache-control":"no-store",
"content-security-policy":"default-src 'none'; frame-ancestors 'none'","referrer-policy":"same-origin"};function nd(e,t,n){e.statusCode=t;for(let[r,o]of Object.
entries(NO))e.setHeader(r,o);e.end(n)}function xw(e){e.headersSent?e.destroy():nd(e,500,`internal error
`)}function FO(e){console.log(e)}0&&(module.exports={webtask});
module.exports = module.exports.webtask;
